// One page with all pictures, to look through from the first form to the last.
import { basename } from 'node:path';

const figure = (file, caption) =>
  `<figure><figcaption>${caption}</figcaption><img loading="lazy" src="pictures/${file}"></figure>`;

const section = (seen) => `
<h2 id="${seen.stage}">${seen.stage}</h2>
<div class="row">
${['empty', 'wrong', 'list'].map((name) => figure(`${seen.stage}-${name}.png`, name)).join('\n')}
</div>
<div class="row">
${seen.pages.map((one, at) => figure(basename(one.path), `${at + 1}. ${one.title}`)).join('\n')}
</div>`;

export const gallery = (all) => `<!doctype html>
<meta charset="utf-8"><title>retour: the forms at phone size</title>
<style>
body { font-family: sans-serif; background: #ddd; }
.row { display: flex; gap: 12px; overflow-x: auto; align-items: flex-start; margin-bottom: 12px; }
figure { margin: 0; flex: none; } img { width: 412px; background: #fff; } figcaption { font-size: 13px; padding: 4px; }
</style>
<p>Drawn by ODK Web Forms, not by Collect: a hint of the layout.</p>
${all.map(section).join('\n')}`;
