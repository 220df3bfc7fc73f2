// A headless Chromium of the size of a phone, with an empty profile that goes when it closes.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const WIDTH = 412;
export const HEIGHT = 915;

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
// Without a sandbox, because in a container the browser runs as root; it opens nothing but our own forms.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const findChromium = () => {
  const found = PLACES.find((place) => place && existsSync(place));
  if (found === undefined) {
    throw new Error('make look: no Chromium was found. Install one (Debian: apt-get install chromium), or set CHROMIUM to its path.');
  }
  return found;
};

export const openPhone = async () => {
  const profile = mkdtempSync(join(tmpdir(), 'look-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: QUIET,
    headless: true,
    locale: 'fr-FR',
    timezoneId: 'Africa/Ouagadougou',
    viewport: { width: WIDTH, height: HEIGHT },
    hasTouch: true,
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
};
