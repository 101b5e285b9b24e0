import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from './browser.ts';
import { itemOf, tiny } from './fakeset.ts';
import { lastPosted, views } from './view.ts';

const { open, skip } = views();

const size = { width: 326, height: 812 };
const rated = Array.from({ length: 1000 }, (_, k) => k + 1).find(id => itemOf(id).rating > 0)!;

async function select(page: Page, ids: number[]) {
  await page.evaluate(chosen => window.fake.send({ type: 'selection', ids: chosen }), ids);
  await page.locator('.kv').first().waitFor();
}

const rows = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.kv dt')].map(name => [
        name.textContent,
        [name.nextElementSibling?.textContent, name.nextElementSibling?.nextElementSibling?.textContent],
      ]),
    ),
  ) as Promise<Record<string, [string, string]>>;

test('nothing selected: a sentence', { skip }, async () => {
  const { page, done } = await open('details', size);
  await page.locator('.nothing').waitFor();
  await done();
});

test('the sentence is there before any backup is open', { skip }, async () => {
  const { page, done } = await open('details?late=600000', size);
  await page.locator('.nothing:has-text("Select one or more photos")').waitFor({ timeout: 5000 });
  await done();
});

test('one photo: groups in order, each value with where it comes from', { skip }, async () => {
  const { page, done } = await open('details', size);
  await select(page, [12]);
  const headings = await page.locator('.det h2').allTextContents();
  assert.deepEqual(headings, ['When and where', 'About', 'Camera', 'Files']);
  const shown = await rows(page);
  assert.match(shown.Taken![0], /14 June 2025, 18:42:07\+01:00$/);
  assert.equal(shown.Taken![1], 'EXIF');
  assert.deepEqual(shown.Place, ['38.7008, -9.4209 · 12 m', 'Sidecar']);
  assert.equal(shown.Albums![1], 'Folder');
  assert.equal(shown.Copyright, undefined, 'what is empty is left out');
  assert.match((await page.locator('.note.error').textContent()) ?? '', /Nothing was written over it/);
  await done();
});

test('a photo without a date says so, a tiny one has no megapixels, and stars say who gave them', {
  skip,
}, async () => {
  const { page, done } = await open('details', size);
  await select(page, [120]);
  assert.deepEqual((await rows(page)).Taken, ['unknown', '']);
  await select(page, [tiny]);
  await page.locator('.row:has(h1) + p:has-text("150 × 100")').waitFor();
  assert.doesNotMatch((await page.locator('.row:has(h1) + p').textContent()) ?? '', /MP/);
  await page.evaluate(chosen => window.fake.send({ type: 'selection', ids: [chosen] }), rated);
  await page.locator('.marks .stars').waitFor();
  assert.equal(await page.locator('.marks .org').textContent(), 'You');
  await done();
});

test('each file says when it was last verified', { skip }, async () => {
  const { page, done } = await open('details', size);
  await select(page, [13]);
  const told = await page.evaluate(() =>
    [...document.querySelectorAll('.file')].map(row => row.querySelector('.proof')?.textContent ?? null),
  );
  assert.deepEqual(told, ['verified 2 days ago', 'verified 2 days ago', 'never verified', null]);
  assert.match((await page.locator('.file .proof').first().getAttribute('title')) ?? '', /\d\d:\d\d/);
  await select(page, [12]);
  await page.locator('.file .proof:has-text("last known whole 2 days ago")').first().waitFor();
  await done();
});

test('several: what they share, what differs, and how many have each', { skip }, async () => {
  const { page, done } = await open('details', size);
  await select(page, [13, 14, 15]);
  const shown = await rows(page);
  assert.match(shown.Taken![0], /13 June 2025, 09:12:00 – .*14 June 2025, 22:31:00\+01:001 has none$/);
  assert.equal(shown.Place![0], 'differs · 2 values · 2 have none');
  assert.equal(shown.Keywords![0], 'Cascaissea1');
  assert.equal(await page.locator('.tag .i').count(), 2, 'a tick for what all have');
  assert.equal(await page.locator('.file').count(), 0);
  await done();
});

test('of very many only the first are described, and it says so', { skip }, async () => {
  const { page, done } = await open('details', size);
  await page.evaluate(() => window.fake.send({ type: 'selection', ids: [13, 14, 15], count: 40_000 }));
  await page.locator('.kv').first().waitFor();
  assert.equal(await page.locator('h1').textContent(), '40,000 selected');
  assert.match(
    (await page.locator('.row:has(h1) + p').textContent()) ?? '',
    /^These are the details of the first 3, \d/,
  );
  await done();
});

test('a checksum is short, whole in its hint, and copied by a click; a place is copied or opened', {
  skip,
}, async () => {
  const { page, done } = await open('details', size);
  await select(page, [13]);
  assert.equal(await page.locator('.sha').first().textContent(), '9f2c41d8…');
  assert.match((await page.locator('.sha').first().getAttribute('title')) ?? '', /(9f2c41d8){8}/);
  await page.locator('.sha').first().click();
  assert.equal((await lastPosted(page, 'copy'))?.text, '9f2c41d8'.repeat(8));
  await page.locator('.place vscode-button').first().click();
  assert.equal((await lastPosted(page, 'copy'))?.text, '38.7008, -9.4209');
  await page.locator('.place vscode-button').nth(1).click();
  assert.deepEqual(await lastPosted(page, 'place'), { type: 'place', lat: 38.7008, lon: -9.4209 });
  assert.match((await page.locator('.verified').textContent()) ?? '', /Verified 2 days ago.*2 verified, 2 not yet/);
  await page.locator('.file .nm').first().click();
  assert.equal((await lastPosted(page, 'reveal'))?.path, '2025/06/IMG_13.JPG');
  await done();
});

test('quick changes of selection ask only for the last', { skip }, async () => {
  const { page, done } = await open('details', size);
  await page.evaluate(() => {
    for (let id = 1; id <= 40; id++) window.fake.send({ type: 'selection', ids: [id] });
  });
  await page.locator('.kv').first().waitFor();
  const asked = await page.evaluate(() =>
    window.fake.posted.flatMap(message =>
      message.type === 'request' && message.method === 'details' ? [message.params] : [],
    ),
  );
  assert.deepEqual(asked, [{ ids: [40] }]);
  await done();
});
