// Mounts one form: ?form=registration shows it empty, &filled=1 opens the long fill beside it.
import '@fontsource/roboto/300.css';
import '@fontsource/roboto/400.css';
import '@fontsource/roboto/500.css';
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';
import { createApp, h } from 'vue';

const wanted = new URLSearchParams(location.search);
const folder = `/forms/${wanted.get('form')}`;
const textOf = async (name) => (await fetch(`${folder}/${name}`)).text();
const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

// A fill speaks of photos and signatures that nobody took: one grey pixel stands for each.
const picturesOf = (xml) => [...xml.matchAll(/>([^<>/]+\.(?:jpg|png))</g)].map((found) => found[1]);

const editing = async () => {
  const xml = await textOf('filled.xml');
  return {
    resolveInstance: () => xml,
    attachmentFileNames: [...new Set(picturesOf(xml))],
    resolveAttachment: () => fetch(PIXEL),
  };
};

const properties = {
  formXml: await textOf('form.xml'),
  fetchFormAttachment: (address) => fetch(`${folder}/${address.pathname.split('/').pop()}`),
  preloadProperties: { deviceID: 'collect:look', username: 'agent' },
  ...(wanted.has('filled') ? { editInstance: await editing() } : {}),
};

createApp({ render: () => h(OdkWebForm, properties) }).use(webFormsPlugin).mount('#form');
