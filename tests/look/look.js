// Draws every form of build/look/public in the states that matter and writes the pictures, a gallery and look.json.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { build, preview } from 'vite';
import { gallery } from './gallery.js';
import { findChromium, HEIGHT, openPhone } from './phone.js';
import * as states from './states.js';

const HERE = import.meta.dirname;
const OUT = join(HERE, '../../build/look');
const PICTURES = join(OUT, 'pictures');
// What a phone leaves for a page of a form, between the bar with the title and the one with the arrows.
const ROOM = HEIGHT - 145;

const serve = async () => {
  const settings = {
    root: HERE,
    configFile: false,
    logLevel: 'error',
    plugins: [vue()],
    publicDir: join(OUT, 'public'),
    build: { outDir: join(OUT, 'site'), emptyOutDir: true, target: 'esnext', chunkSizeWarningLimit: 10_000 },
    preview: { port: 0, host: '127.0.0.1' },
  };
  await build(settings);
  return preview(settings);
};

const attempt = async (seen, name, step) => {
  try {
    return await step();
  } catch (error) {
    seen.failed.push(`${name}: ${error.message.split('\n')[0]}`);
    return undefined;
  }
};

const lookAt = async (context, address, stage) => {
  const started = performance.now();
  const seen = { stage, failed: [], said: [], pages: [], long_labels: [] };
  const page = await context.newPage();
  page.on('pageerror', (error) => seen.said.push(error.message.split('\n')[0]));
  page.on('console', (message) => {
    // The tiles of a map are the only thing asked of the internet; a form is drawn without them.
    const isTile = message.text().includes('net::ERR_');
    if (message.type() === 'error' && !isTile) seen.said.push(message.text().split('\n')[0]);
  });
  const path = (name) => join(PICTURES, `${stage}-${name}.png`);
  for (const name of ['empty', 'wrong', 'list']) {
    await attempt(seen, name, async () => {
      await states.openForm(page, `${address}?form=${stage}`);
      await states[name](page, path(name));
    });
  }
  await attempt(seen, 'filled', async () => {
    await states.openForm(page, `${address}?form=${stage}&filled=1`);
    seen.pages = await states.pages(page, (at) => path(`page-${String(at).padStart(2, '0')}`));
    seen.long_labels = await states.longLabels(page);
  });
  await page.close();
  seen.said = [...new Set(seen.said)];
  seen.too_long = seen.pages.filter((one) => one.height > ROOM).map((one) => `${one.title}: ${(one.height / ROOM).toFixed(1)}`);
  seen.seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  return seen;
};

const main = async () => {
  findChromium();
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  const stages = JSON.parse(readFileSync(join(OUT, 'public/forms/stages.json'), 'utf8'));
  const server = await serve();
  const phone = await openPhone();
  const all = [];
  for (const stage of stages) {
    const seen = await lookAt(phone.context, server.resolvedUrls.local[0], stage);
    console.log(`${stage}: ${seen.seconds} s, ${seen.pages.length} pages`);
    for (const text of [...seen.failed, ...seen.said]) console.log(`  ${text}`);
    all.push(seen);
  }
  await phone.close();
  await server.close();
  writeFileSync(join(OUT, 'look.json'), JSON.stringify(all, null, 1));
  writeFileSync(join(OUT, 'index.html'), gallery(all));
  console.log(`Open ${join(OUT, 'index.html')}`);
};

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
