import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';

const e2e = session();
const timeout = 180_000;

test('a folder that is no backup yet says so, and offers to index it', { timeout }, async () => {
  const { bench } = e2e;
  await bench.show('Keepsake');
  await bench.page.locator('.welcome-view-content', { hasText: 'not a backup yet' }).waitFor();
  await bench.page.getByRole('button', { name: 'Index This Folder' }).waitFor();
  assert.equal(fs.existsSync(path.join(e2e.backup, '.keepsake')), false, 'looking changes nothing');
  await bench.screenshot('first-welcome');
});

test('indexing runs as a task whose progress is in the terminal', { timeout }, async () => {
  const { bench } = e2e;
  await bench.page.getByRole('button', { name: 'Index This Folder' }).click();
  await bench.page.locator('.terminal-wrapper.active .xterm-rows', { hasText: 'photos and videos in' }).waitFor();
  const text = (await bench.terminalText()).replaceAll('\n', '');
  const [, assets = '', files = ''] = /(\d+) photos and videos in (\d+) files/.exec(text) ?? [];
  assert.match(text, /error {2}empty {2}.*IMG_0000\.JPG/);
  await bench.notification(`Indexed ${files} files: ${files} new. Some files have problems.`).waitFor();
  await bench.screenshot('first-indexed');
  await bench.command('View: Hide Panel');
  await bench.command('Notifications: Clear All Notifications');
  const tree = new DateTree(bench);
  await tree.row('All photos').waitFor();
  assert.equal((await tree.one('All photos')).count, Number(assets));
});

test('the tree has years, months and days with counts and sizes, and what has no date last', { timeout }, async () => {
  const { bench } = e2e;
  const tree = new DateTree(bench);
  const top = await tree.rows();
  const years = top.slice(1, -1);
  assert.equal(top[0]?.label, 'All photos');
  assert.equal(top.at(-1)?.label, 'Unknown date');
  const labels = years.map(row => Number(row.label));
  assert.ok(labels.length > 4 && labels.every(year => year > 1900));
  assert.deepEqual(
    labels,
    labels.toSorted((a, b) => b - a),
    'the newest year first',
  );
  for (const row of top) assert.match(row.size, /^[\d.]+ [kM]B$/, row.label);
  assert.equal(
    top.slice(1).reduce((sum, row) => sum + row.count, 0),
    top[0]?.count,
  );

  await tree.toggle('2023');
  await tree.row('June').waitFor();
  await tree.toggle('June');
  await tree.row('Wednesday 14').waitFor();
  const rows = await tree.rows();
  const from = rows.findIndex(row => row.label === '2023');
  const within = rows.slice(from + 1).filter((_row, i, all) => all.slice(0, i + 1).every(other => other.level > 1));
  const sum = (level: number) => within.filter(row => row.level === level).reduce((total, row) => total + row.count, 0);
  assert.equal(sum(2), rows[from]?.count, 'months add up to their year');
  assert.equal(sum(3), within.find(row => row.label === 'June')?.count, 'days add up to their month');
});

test('problems are a badge on the icon', { timeout }, async () => {
  const { bench } = e2e;
  const badge = bench.page.locator('.activitybar [role=tab][aria-label^="Keepsake"] .badge-content');
  await badge.waitFor();
  await eventually(async () => {
    const count = Number(await badge.innerText());
    const rows = await bench.page
      .locator('.sidebar .monaco-list-row', { hasText: /^(Empty file|No capture time)/ })
      .count();
    assert.ok(count > 0 && rows > 0, `${count} on the badge, ${rows} rows`);
  });
});

for (const label of ['Wednesday 14', 'June', '2023', 'Unknown date'])
  test(`a click on “${label}” shows as many photos as the tree says`, { timeout }, async () => {
    const { bench } = e2e;
    const tree = new DateTree(bench);
    const { count } = await tree.one(label);
    await tree.row(label).click();
    const grid = new GridView(bench);
    await grid.shows(count);
    const cells = await grid.all();
    assert.equal(cells.length, count);
    assert.deepEqual(
      cells.filter(cell => !cell.painted && cell.stand === ''),
      [],
    );
  });

test('all photos are there, each painted or with a word on why not', { timeout }, async () => {
  const { bench } = e2e;
  const tree = new DateTree(bench);
  const { count } = await tree.one('All photos');
  await tree.row('All photos').click();
  const grid = new GridView(bench);
  await grid.shows(count);
  const cells = await grid.all();
  assert.deepEqual(
    cells.map(cell => cell.index),
    Array.from({ length: count }, (_, i) => i),
  );
  const byName = (name: string) => {
    const cell = cells.find(one => one.label.startsWith(name));
    assert.ok(cell, name);
    return cell;
  };
  const pictures = cells.filter(cell => cell.painted);
  assert.ok(pictures.length >= count - 2, 'nearly all have pictures');
  // One of each kind of file: HEIC of a live photo, RAW beside JPEG, video, edited, and what is broken.
  assert.equal(byName('IMG_2337.HEIC').painted, true);
  assert.match(byName('IMG_2337.HEIC').label, /live photo/);
  assert.match(byName('L1000223').label, /with RAW/);
  assert.equal(byName('L1000223').painted, true);
  assert.match(byName('IMG_0439.MOV').label, /video, 0:\d\d/);
  assert.match(byName('_MG_7740').label, /edited/);
  const empty = byName('IMG_0000.JPG');
  assert.match(empty.label, /problem: This file has 0 bytes/);
  assert.equal(empty.painted, false);
  assert.match(empty.stand, /JPG.*0 bytes/, 'the placeholder says what it is and why');
  const film = byName('IMG_0439.MOV');
  if (!film.painted) assert.match(film.stand, /MOV.*ffmpeg/);
});

test('days are headed by their date, and badges say what a photo is', { timeout }, async () => {
  const { bench } = e2e;
  const tree = new DateTree(bench);
  await tree.row('2023').click();
  const grid = new GridView(bench);
  await grid.shows((await tree.one('2023')).count);
  await grid.painted();
  const headings = await grid.headings.allInnerTexts();
  assert.ok(headings.includes('Wednesday, June 14, 2023'), headings.join('; '));
  await grid.cell('IMG_2337.HEIC').locator('.bs.bl .bd svg').waitFor();
  await grid.cell('IMG_0000.JPG').locator('.bs.tl .bd.err').waitFor();
  await tree.row('2021').click();
  assert.equal(await grid.cell('L1000223').locator('.bs.bl .bd.txt').innerText(), 'RAW');
  await tree.row('2019').click();
  assert.match(await grid.cell('IMG_0439.MOV').locator('.bs.bl .bd').first().innerText(), /0:\d\d/);
  await tree.row('2022').click();
  await grid.cell('_MG_7740').locator('.bs.bl .bd svg').first().waitFor();
  await grid.painted();
  await bench.screenshot('first-year');
});

test('the slider makes photos larger, and the order can be chosen', { timeout }, async () => {
  const { bench } = e2e;
  const tree = new DateTree(bench);
  await tree.row('All photos').click();
  const grid = new GridView(bench);
  await grid.shows((await tree.one('All photos')).count);
  await grid.cells.first().waitFor();
  const before = await grid.cells.first().boundingBox();
  const slider = grid.document.getByRole('slider', { name: 'Thumbnail size' });
  await slider.press('End');
  await grid.document.locator('.cells').first().waitFor();
  const after = await grid.cells.first().boundingBox();
  assert.ok(before && after && after.height > before.height * 1.5, `${before?.height} px, then ${after?.height} px`);
  for (let i = 0; i < 18; i++) await slider.press('ArrowLeft');

  const first = async () => (await grid.painted())[0]?.label ?? '';
  const newest = await first();
  await bench.command('Keepsake: Sort Photos');
  await bench.quickRows('Oldest First').first().click();
  await grid.document.locator('.cell[data-index="0"][aria-label*="1962"]').waitFor();
  assert.notEqual(await first(), newest);
  await bench.command('Keepsake: Sort Photos');
  await bench.quickRows('Name').first().click();
  await grid.document.locator('.cell[data-index="0"][aria-label^="_MG_"]').waitFor();
  assert.equal(await grid.headings.count(), 0, 'by name there are no days');
  await bench.screenshot('first-by-name');
});

test('nothing left this machine, and nothing was blocked', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
