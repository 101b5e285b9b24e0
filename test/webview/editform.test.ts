import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from './browser.ts';
import { lastPosted, views } from './view.ts';

const { open, skip } = views();
const size = { width: 326, height: 812 };

async function form(page: Page, ids: number[]): Promise<void> {
  await page.evaluate(chosen => window.fake.send({ type: 'selection', ids: chosen }), ids);
  await page.locator('.kv').first().waitFor();
  await page.locator('vscode-button[aria-label="Edit metadata"]').click();
  await page.locator('form.frm').waitFor();
}

const box = (page: Page, label: string) => page.locator(`[aria-label="${label}"] >> css=input, textarea`).first();
const isDisabled = (page: Page) =>
  page.locator('vscode-button:has-text("Preview Plan")').evaluate(button => button.hasAttribute('disabled'));
const state = (page: Page) => page.locator('.foot p').textContent();

test('only what is touched is asked for, as it was typed', { skip }, async () => {
  const { page, done } = await open('details', size);
  await form(page, [12]);
  assert.equal(await isDisabled(page), true);
  assert.match((await state(page)) ?? '', /Nothing is touched/);
  await box(page, 'Title').fill('<b>At the lake</b>');
  await box(page, 'Keywords').fill('summer, 2019');
  await page.keyboard.press('Enter');
  await page.locator('.chip.new:has-text("summer, 2019")').waitFor();
  const [kept] = await page.locator('.chip:not(.new)').allTextContents();
  await page.locator('.chip:not(.new)').first().click();
  await page.locator('.chip.gone').waitFor();
  await page.locator('vscode-button:has-text("Preview Plan")').click();
  assert.deepEqual((await lastPosted(page, 'edit'))?.answers, [
    { field: 'title', answer: '<b>At the lake</b>' },
    { field: 'removeKeyword', answer: kept },
    { field: 'addKeyword', answer: 'summer, 2019' },
  ]);
  assert.equal(await page.locator('.frm b').count(), 0);
  // The plan is made: it can be applied, until something else is touched.
  await page.evaluate(() => window.fake.send({ type: 'edit', is: 'planned', said: 'The plan is ready.' }));
  await page.locator('vscode-button:has-text("Apply")').click();
  assert.ok(await lastPosted(page, 'applyEdit'));
  await box(page, 'Title').fill('another');
  await page.locator('vscode-button:has-text("Apply")').waitFor({ state: 'hidden' });
  await page.evaluate(() => window.fake.send({ type: 'edit', is: 'applied' }));
  await page.locator('.kv').first().waitFor();
  await done();
});

test('what is typed is checked, and a plan waits until it is right', { skip }, async () => {
  const { page, done } = await open('details', size);
  await form(page, [12]);
  const place = box(page, 'Coordinates, or the address of a map');
  await place.fill('98.7008, -9.4209');
  await page.locator('.remark.wrong:has-text("This is no place")').waitFor();
  assert.equal(await isDisabled(page), true);
  await place.fill('48.8583, 2.2945');
  await page.locator('.remark:has-text("48.8583, 2.2945")').waitFor();
  assert.equal(await isDisabled(page), false);
  await page.locator('vscode-dropdown[aria-label="Date and time"]').click();
  await page.locator('vscode-option:has-text("Shift")').click();
  const shift = box(page, 'Later, or earlier with a minus');
  await shift.fill('soon');
  await page.locator('.remark.wrong:has-text("+1h, -30m")').waitFor();
  assert.match((await state(page)) ?? '', /1 field to correct/);
  await shift.fill('-1h');
  await page.locator('.remark.wrong').waitFor({ state: 'hidden' });
  await page.locator('vscode-button:has-text("Preview Plan")').click();
  assert.deepEqual((await lastPosted(page, 'edit'))?.answers, [
    { field: 'shift', answer: '-1h' },
    { field: 'gps', answer: '48.8583, 2.2945' },
  ]);
  await done();
});

test('several: what differs stays unless it is touched, and what was typed is for what is selected then', {
  skip,
}, async () => {
  const { page, done } = await open('details', size);
  await form(page, [13, 14, 15]);
  assert.equal(await page.locator('h1').textContent(), '3 selected');
  await page.locator('.lb:has-text("differs: 2 values")').first().waitFor();
  await box(page, 'Copyright').fill('© Ana');
  await page.evaluate(() => window.fake.send({ type: 'selection', ids: [13, 14] }));
  await page.locator('h1:has-text("2 selected")').waitFor();
  assert.equal(await box(page, 'Copyright').inputValue(), '© Ana');
  await page.locator('vscode-button:has-text("Discard")').click();
  await page.locator('.kv').first().waitFor();
  await done();
});
