// The states of a form that are worth a picture, each from a fresh page.

const READY = '.form-initialization-status.ready, .form-initialization-status.error';
const FAILED = '.form-load-failure-dialog';

export const openForm = async (page, address) => {
  await page.goto(address);
  await page.waitForSelector(READY, { state: 'attached', timeout: 60_000 });
  await page.evaluate(() => document.fonts.ready);
  if ((await page.locator(FAILED).count()) > 0) {
    throw new Error((await page.locator(FAILED).innerText()).replace(/\s+/g, ' ').slice(0, 400));
  }
};

const whole = (page, path) => page.screenshot({ path, fullPage: true });

export const empty = async (page, path) => whole(page, path);

// A tired enumerator: a stray sign in each text, far too much in each number, and on to the end.
export const wrong = async (page, path) => {
  const numbers = '.p-inputnumber input, input[type=number], input[inputmode=numeric]';
  const fields = await page.locator('.question-container input[type=text]:visible:not(.p-datepicker-input)').elementHandles();
  for (const field of fields) {
    const isNumber = await field.evaluate((it, kind) => it.matches(kind), numbers);
    await field.fill(isNumber ? '999999999' : 'x1', { timeout: 2_000 }).catch(() => undefined);
  }
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForTimeout(300);
  await whole(page, path);
};

// The first list that opens, as the phone shows it.
export const list = async (page, path) => {
  const closed = page.locator('.question-container .p-select:visible, .question-container .p-multiselect:visible').first();
  if ((await closed.count()) === 0) return;
  await closed.scrollIntoViewIfNeeded();
  await closed.click();
  await page.waitForTimeout(400);
  await page.screenshot({ path });
};

// One picture for each page of the tablet: a panel that holds questions and no panel.
export const pages = async (page, pathOf) => {
  const panels = page.locator('.p-panel:not(:has(.p-panel)):has(.question-container)');
  const found = [];
  for (let at = 0; at < (await panels.count()); at += 1) {
    const panel = panels.nth(at);
    const title = (await panel.locator('h2').first().innerText()).replace(/\s+/g, ' ').trim();
    const path = pathOf(at + 1);
    const box = await panel.boundingBox();
    await panel.screenshot({ path });
    found.push({ path, title, height: Math.round(box.height), questions: await panel.locator('.question-container').count() });
  }
  return found;
};

// Labels of more than three lines, which push the answer off a small screen.
export const longLabels = (page) =>
  page.$$eval('.question-container', (boxes) =>
    boxes
      .map((box) => box.querySelector('label'))
      .filter((label) => label !== null && label.getBoundingClientRect().height > 3.5 * 24)
      .map((label) => label.innerText.trim()),
  );
