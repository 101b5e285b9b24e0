import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from './browser.ts';
import { allShown, lastPosted, settle, views } from './view.ts';

const { open, skip } = views();

const sharp = (page: Page, id: number) =>
  page.waitForFunction(wanted => {
    const stage = document.querySelector<HTMLElement>('.stage');
    const shown = stage?.querySelector<HTMLImageElement>('img.shown');
    return stage?.dataset.id === String(wanted) && shown?.src.startsWith('blob:');
  }, id);
const picture = async (page: Page) => (await page.locator('.stage img.shown').boundingBox())!;
const cell = (page: Page, index: number) => page.locator(`.cell[data-index="${index}"]`);

test('a double click opens one photo, whole; Escape leads back to it in the grid', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await cell(page, 1).dblclick();
  await sharp(page, 999);
  const stage = (await page.locator('.stage').boundingBox())!;
  const box = await picture(page);
  assert.ok(box.x >= stage.x && box.x + box.width <= stage.x + stage.width + 0.5);
  assert.ok(box.y >= stage.y && box.y + box.height <= stage.y + stage.height + 0.5);
  assert.ok(box.width > stage.width - 1 || box.height > stage.height - 1, 'it fills the stage in one direction');
  assert.match((await page.locator('.loupe .lbar').textContent()) ?? '', /IMG_0999.*14 June 2025, 18:42.*2 of 1,000/);
  assert.deepEqual(await lastPosted(page, 'mode'), { type: 'mode', mode: 'loupe' });
  // What a screen reader says of it: name, date, kind and marks, and its place among all.
  const spoken = await page.locator('.loupe .stage').getAttribute('aria-label');
  assert.match(spoken ?? '', /^IMG_0999.*14 June 2025, 18:42.*, 2 of 1,000$/);
  const frame = await page.evaluate(() => {
    const on = document.querySelector('.film [aria-selected=true]')!;
    return ['aria-label', 'aria-posinset', 'aria-setsize'].map(name => on.getAttribute(name));
  });
  assert.match(frame[0] ?? '', /^IMG_0999.*14 June 2025/);
  assert.deepEqual(frame.slice(1), ['2', '1000']);
  await page.keyboard.press('Escape');
  await page.locator('.loupe').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.index), '1');
  assert.deepEqual(await lastPosted(page, 'mode'), { type: 'mode', mode: 'grid' });
  await done();
});

test('arrows go on and back, the selection with them; far along the grid comes back at the same photo', {
  skip,
}, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await cell(page, 0).click();
  await page.keyboard.press('Enter');
  await sharp(page, 1000);
  for (let k = 0; k < 60; k++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await sharp(page, 941);
  await settle(page);
  assert.deepEqual((await lastPosted(page, 'selected'))?.ids, [941]);
  await page.keyboard.press('g');
  await allShown(page);
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.index), '59');
  const box = (await cell(page, 59).boundingBox())!;
  assert.ok(box.y > 38 && box.y + box.height < 700, 'in view');
  await done();
});

test('Z shows the picture’s own pixels, arrows and dragging pan, F fits again', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await cell(page, 1).dblclick();
  await sharp(page, 999);
  const natural = await page.evaluate(() => document.querySelector<HTMLImageElement>('.stage img.shown')!.naturalWidth);
  await page.keyboard.press('z');
  const zoomed = await picture(page);
  assert.equal(Math.round(zoomed.width), natural);
  await page.keyboard.press('ArrowRight');
  assert.equal((await picture(page)).x, zoomed.x - 80);
  await page.mouse.move(500, 300);
  await page.mouse.down();
  await page.mouse.move(560, 340, { steps: 4 });
  await page.mouse.up();
  const dragged = await picture(page);
  assert.equal(dragged.x, zoomed.x - 20);
  assert.equal(dragged.y, zoomed.y + 40);
  await page.keyboard.press('f');
  assert.ok((await picture(page)).width <= 1000);
  await done();
});

test('a click zooms to the point that it hits', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await cell(page, 1).dblclick();
  await sharp(page, 999);
  const fit = await picture(page);
  const point = { x: fit.x + fit.width * 0.4, y: fit.y + fit.height * 0.45 };
  await page.mouse.click(point.x, point.y);
  const zoomed = await picture(page);
  assert.ok(Math.abs((point.x - zoomed.x) / zoomed.width - 0.4) < 0.01);
  assert.ok(Math.abs((point.y - zoomed.y) / zoomed.height - 0.45) < 0.01);
  await done();
});

test('previews are fetched as ranges, and given back', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await page.evaluate(() => {
    const kept = { made: 0, freed: 0, ranges: [] as (string | null)[] };
    Object.assign(window, { kept });
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = blob => {
      kept.made++;
      return createObjectURL.call(URL, blob);
    };
    URL.revokeObjectURL = address => {
      kept.freed++;
      revokeObjectURL.call(URL, address);
    };
    const { fetch } = window;
    window.fetch = (address, options) => {
      kept.ranges.push(new Headers(options?.headers).get('range'));
      return fetch(address, options);
    };
  });
  await cell(page, 0).dblclick();
  for (let id = 1000; id > 988; id--) {
    if (id % 29 !== 4) await sharp(page, id);
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Escape');
  await settle(page);
  const kept = (await page.evaluate(() => (window as unknown as { kept: unknown }).kept)) as {
    made: number;
    freed: number;
    ranges: string[];
  };
  assert.ok(kept.made > 8);
  assert.equal(kept.freed, kept.made);
  assert.ok(kept.ranges.every(range => range === 'bytes=0-'));
  await done();
});

test('what has no picture says what it is and why; a problem is told below the photo', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  // Number 990 has none (990 % 29 is 4).
  await cell(page, 10).dblclick();
  await page.locator('.nopic').waitFor();
  const words = (await page.locator('.nopic').textContent()) ?? '';
  assert.match(words, /JPG|HEIC|MOV/);
  assert.match(words, /no ffmpeg/);
  assert.doesNotMatch((await page.locator('.notes').textContent()) ?? '', /no ffmpeg/, 'once is enough');
  await page.keyboard.press('Escape');
  await page.evaluate(() =>
    window.fake.send({
      type: 'command',
      command: { do: 'show', scope: { kind: 'problem', code: 'corrupt' }, title: 'Corrupt', select: 956, loupe: true },
    }),
  );
  await sharp(page, 956);
  assert.match((await page.locator('.note.error').textContent()) ?? '', /bytes changed/);
  await done();
});

test('after a reload the loupe shows the same photo', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await cell(page, 2).dblclick();
  await sharp(page, 998);
  await page.waitForTimeout(300);
  await page.reload();
  await sharp(page, 998);
  await done();
});

test('at either end there is no further to go', { skip }, async () => {
  const { page, done } = await open('grid?set=few');
  await allShown(page);
  await cell(page, 0).dblclick();
  await sharp(page, 23);
  const off = () =>
    page.evaluate(() => [...document.querySelectorAll<HTMLButtonElement>('.nav')].map(button => button.disabled));
  assert.deepEqual(await off(), [true, false]);
  await page.keyboard.press('End');
  await page.keyboard.press('PageUp');
  await page.evaluate(() => document.querySelector<HTMLButtonElement>('.nav.r')?.focus());
  await page.keyboard.press('Enter');
  assert.deepEqual(await off(), [false, true]);
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual(await off(), [false, false], 'the keys go on working');
  await done();
});
