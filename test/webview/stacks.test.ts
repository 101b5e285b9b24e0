import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from './browser.ts';
import { allShown, lastPosted, settle, views } from './view.ts';

const { skip, open } = views();

async function stacked() {
  const view = await open('grid?set=stacked');
  await view.page.locator('.cell').first().waitFor();
  await allShown(view.page);
  return view;
}
const counts = (page: Page) => page.locator('.counts').textContent();
const cells = (page: Page) => page.locator('.cell[data-index]').count();
const names = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.cell[data-index]')]
      .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
      .map(cell => cell.getAttribute('aria-label') ?? ''),
  );
const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

test('a stack shows the photo that stands for it with a count; S opens it side by side within a bracket, and closes it', {
  skip,
}, async () => {
  const { page, done } = await stacked();
  const closed = await names(page);
  assert.match((await counts(page)) ?? '', /^45 photos/, 'photos are counted, not cells');
  const [, size] = /stack of (\d), closed/.exec(closed[2] ?? '') ?? [];
  assert.ok(Number(size) >= 2, closed[2]);
  assert.equal(await page.locator('.cell[data-index="2"] .pile').textContent(), size);
  assert.equal(await page.locator('.bracket').count(), 0);
  await page.locator('.cell[data-index="2"]').click();
  await settle(page);
  assert.equal((await lastPosted(page, 'selected'))?.count, Number(size), 'a closed stack is all of its photos');
  await page.keyboard.press('s');
  await settle(page);
  const opened = await names(page);
  assert.equal(opened.length, closed.length + Number(size) - 1);
  assert.equal(opened[2]?.includes(`1 of ${size} in a stack`), true, opened[2]);
  assert.ok((await page.locator('.bracket').count()) > 0);
  assert.match(await focusedName(page), new RegExp(`2 of ${size} in a stack`), 'the one that stood for it');
  assert.equal((await lastPosted(page, 'selected'))?.count, 1);
  await page.keyboard.press('s');
  await settle(page);
  assert.deepEqual(await names(page), closed);
  assert.match(await focusedName(page), /stack of \d, closed/);
  await done();
});

test('marks on a closed stack are of all its photos, in the loupe of the one that is seen', { skip }, async () => {
  const { page, done } = await stacked();
  await page.locator('.cell[data-index="2"]').click();
  const asked = () =>
    page.evaluate(() =>
      window.fake.posted.flatMap(message =>
        message.type === 'request' && message.method === 'mark' ? [message.params.ids.length] : [],
      ),
    );
  await page.keyboard.press('p');
  const [all = 0] = await asked();
  assert.ok(all >= 2);
  await page.keyboard.press('Enter');
  await page.locator('.loupe:not([hidden])').waitFor();
  await page.keyboard.press('5');
  assert.deepEqual(await asked(), [all, 1]);
  await page.keyboard.press('Escape');
  await settle(page);
  assert.equal((await lastPosted(page, 'selected'))?.count, all);
  await done();
});

test('a press on the count opens; Shift+S opens and closes all; it stays so over a reload', { skip }, async () => {
  const { page, done } = await stacked();
  const closed = await cells(page);
  await page.locator('.cell[data-index="2"] .pile').click();
  await page.locator('.bracket').first().waitFor();
  const one = await cells(page);
  assert.ok(one > closed);
  await page.keyboard.press('Shift+S');
  await settle(page);
  assert.equal(await page.locator('.pile:not(.open)').count(), 0);
  assert.equal(await cells(page), 45);
  // What is kept is kept after a while.
  await page.waitForFunction(() => window.fake.state()?.stacks?.all === true);
  await page.reload();
  await page.locator('.bracket').first().waitFor();
  assert.equal(await page.locator('.pile:not(.open)').count(), 0);
  await page.locator('.cell[data-index="0"]').click();
  await page.keyboard.press('Shift+S');
  await settle(page);
  assert.equal(await cells(page), closed);
  await done();
});

test('in the loupe S opens the stack, whose photos the arrows then lead through', { skip }, async () => {
  const { page, done } = await stacked();
  await page.locator('.cell[data-index="2"]').dblclick();
  await page.locator('.loupe:not([hidden])').waitFor();
  const id = () => page.evaluate(() => Number(document.querySelector<HTMLElement>('.stage')?.dataset.id));
  const cover = await id();
  await page.keyboard.press('s');
  await page.keyboard.press('ArrowRight');
  // Ids count down.
  assert.equal(await id(), cover - 1);
  await page.keyboard.press('s');
  assert.equal(await id(), cover, 'closed, the one that stands for it is seen');
  await page.keyboard.press('Escape');
  await settle(page);
  assert.match(await focusedName(page), /stack of \d, closed/);
  await done();
});
