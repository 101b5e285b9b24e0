import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { GridView } from './gridView.ts';
import { manyPhotos, originals } from './manyPhotos.ts';
import { session } from './session.ts';
import type { Places } from './window.ts';

const assets = 100_000;
/** Nodes of a page that shows a part of the photos: far fewer than two for each photo. */
const most = 6000;

const e2e = session({ photos: 0, prepare });
const timeout = 240_000;

async function prepare(places: Places): Promise<void> {
  const { backup, scratch } = places;
  await manyPhotos(places, backup, assets);
  const few = path.join(scratch, 'Three Photos');
  fs.mkdirSync(few);
  for (const { file } of (await originals(scratch)).slice(0, 3)) fs.cpSync(file, path.join(few, path.basename(file)));
  const none = path.join(scratch, 'No Photos');
  fs.mkdirSync(none);
  fs.writeFileSync(path.join(none, 'readme.txt'), 'no photos');
  for (const folder of [few, none]) keepsake({ ...places, backup: folder }, 'index');
}

const nodes = (grid: GridView): Promise<number> =>
  grid.document.locator('html').evaluate(html => html.querySelectorAll('*').length);

test('100,000 photos open', { timeout }, async () => {
  const { bench } = e2e;
  await bench.show('Keepsake');
  const tree = new DateTree(bench);
  await tree.row('All photos').click();
  assert.equal((await tree.one('All photos')).count, assets);
  const grid = new GridView(bench);
  await grid.shows(assets);
  const cells = await grid.painted();
  assert.equal(cells[0]?.index, 0);
  assert.ok((await nodes(grid)) < most);
  await bench.screenshot('many-top');
});

test('the scrubber leads to the middle and to the end, and photos are painted there', { timeout }, async () => {
  const { bench } = e2e;
  const grid = new GridView(bench);
  const scrubber = grid.document.getByRole('slider', { name: 'Date' });
  const box = await scrubber.boundingBox();
  assert.ok(box);
  await scrubber.click({ position: { x: box.width / 2, y: box.height / 2 } });
  await grid.document.locator('.scrub .fly', { hasText: /^\w+ 20\d\d$/ }).waitFor();
  const middle = await grid.painted();
  assert.ok(
    middle.every(({ index }) => index > assets * 0.4 && index < assets * 0.6),
    `${middle[0]?.index}`,
  );
  await bench.screenshot('many-middle');
  await scrubber.press('End');
  await grid.document.locator(`.cell[data-index="${assets - 1}"]`).waitFor();
  const last = await grid.painted();
  assert.equal(last.at(-1)?.index, assets - 1);
  assert.ok(last.at(-1)?.painted);
  // A ride through them leaves no nodes behind.
  for (let i = 0; i < 30; i++) await bench.page.mouse.wheel(0, -4000);
  await grid.painted();
  assert.ok((await nodes(grid)) < most);
  await scrubber.press('Home');
  await grid.document.locator('.cell[data-index="0"]').waitFor();
});

/** A part of the view where no photo, no heading and no end of the photos is, in px from its top; -1 for none. */
const blankAt = (grid: GridView): Promise<number> =>
  grid.grid.evaluate(scroll => {
    const { left, top, height } = scroll.getBoundingClientRect();
    const last = [...scroll.querySelectorAll('.cell')].reduce(
      (lowest, cell) => Math.max(lowest, cell.getBoundingClientRect().bottom),
      0,
    );
    let blank = 0;
    // Every row has a photo at its left; between two rows there are 3 px.
    for (let y = 0; y < height && top + y < last; y += 4) {
      const here = document.elementFromPoint(left + 12, top + y)?.closest('.cell, .day');
      blank = here === null || here === undefined ? blank + 4 : 0;
      if (blank > 8) return y;
    }
    // Where the photos end above the foot of the view, it is at their end.
    const ends = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 1;
    return last < top + height - 40 && !ends ? last - top : -1;
  });

/** Bytes of JavaScript that are in use in the view's process, after what is not has been collected. */
const heap = (grid: GridView): Promise<number> =>
  grid.document.locator('html').evaluate(async () => {
    const { gc, performance } = window as unknown as {
      gc(): void;
      performance: { memory: { usedJSHeapSize: number } };
    };
    for (let i = 0; i < 3; i++) {
      gc();
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    return performance.memory.usedJSHeapSize;
  });

test('far rides through them leave no row blank, no more nodes and no more memory behind', {
  timeout,
}, async context => {
  const { bench } = e2e;
  const grid = new GridView(bench);
  const scrubber = grid.document.getByRole('slider', { name: 'Date' });
  const box = await scrubber.boundingBox();
  assert.ok(box);
  let furthest = 0;
  /** To places all over, by scrubber and by wheel, in both directions. */
  const ride = async (from: number) => {
    for (let k = 0; k < 12; k++) {
      // The golden section leaves no part of it out.
      const share = (from + k * 0.618) % 1;
      await scrubber.click({ position: { x: box.width / 2, y: Math.round(share * (box.height - 2)) + 1 } });
      await grid.grid.hover();
      for (let i = 0; i < 4; i++) await bench.page.mouse.wheel(0, k % 2 === 0 ? 1500 : -1500);
      const cells = await grid.painted();
      assert.equal(await blankAt(grid), -1, `blank after ${share}, at ${cells[0]?.index}`);
      furthest = Math.max(furthest, cells.at(-1)?.index ?? 0);
      assert.ok(cells.length < 400, `${cells.length} cells`);
      assert.ok((await nodes(grid)) < most);
    }
  };
  await ride(0.05);
  const before = await heap(grid);
  await ride(0.11);
  await ride(0.17);
  const after = await heap(grid);
  assert.ok(furthest > assets * 0.9, `${furthest}`);
  // Of the window that the view is in, too: what counts is that twice as many rides leave no more behind than one has.
  assert.ok(after - before < 8e6, `${before} bytes became ${after}`);
  context.diagnostic(`${(before / 1e6).toFixed(1)} MB of heap after 12 places, ${(after / 1e6).toFixed(1)} after 36`);
  await scrubber.press('Home');
  await grid.document.locator('.cell[data-index="0"]').waitFor();
});

test('all of them are selected at once, and the details tell of all', { timeout }, async () => {
  const { bench } = e2e;
  const grid = new GridView(bench);
  await grid.document.locator('.cell[data-index="0"]').click();
  await bench.command('Keepsake: Show Details');
  const details = new DetailsView(bench);
  await details.tells(/IMG_\d+\.JPG/);
  await grid.document.locator('.cell[data-index="0"]').click();
  await bench.page.keyboard.press('ControlOrMeta+a');
  await grid.selected(assets);
  await details.tells(/^\d+,000 selected$/);
  assert.equal(await details.document.locator('h1').innerText(), '100,000 selected');
  await details.value('Body').getByText('differs').waitFor();
  await bench.screenshot('many-selected');
});

test('the window on a backup of three shows three, and no scroll bar', { timeout }, async () => {
  const { bench } = e2e;
  await bench.open(path.join(e2e.scratch, 'Three Photos'));
  await bench.show('Keepsake');
  await new DateTree(bench).row('All photos').click();
  const grid = new GridView(bench);
  await grid.shows(3);
  assert.equal((await grid.all()).filter(cell => cell.painted).length, 3);
  await bench.screenshot('many-three');
});

test('a backup without photos says so, and what to do', { timeout }, async () => {
  const { bench } = e2e;
  await bench.open(path.join(e2e.scratch, 'No Photos'));
  await bench.show('Keepsake');
  await bench.page
    .locator('.sidebar .welcome-view-content', { hasText: 'No photos are known in this backup yet.' })
    .waitFor();
  await bench.command('Keepsake: Show All Photos');
  await new GridView(bench).document.getByText('“No Photos” has no photos yet').waitFor();
  await bench.screenshot('many-none');
});
