import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { faults } from './faults.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';
import { node24 } from './setup.mjs';

const e2e = session({ prepare: places => void keepsake(places, 'index') });
const timeout = 180_000;
let grid: GridView;
let total = 0;

interface Asset {
  readonly path: string;
  readonly rating: number;
  readonly flag: string;
  readonly favorite: boolean;
}

/** What the command line says of photos, as a script would ask. @param cache another than the window's */
function listed(query = '*', cache = e2e.cache): readonly Asset[] {
  const text = execFileSync(node24(), [e2e.cli, 'list', e2e.backup, query, '--json'], {
    env: { ...process.env, KEEPSAKE_CACHE: cache, NODE_OPTIONS: undefined, NODE_TEST_CONTEXT: undefined },
    encoding: 'utf8',
  });
  return text
    .split('\n')
    .filter(line => line.includes('"type":"asset"'))
    .map(line => JSON.parse(line) as Asset);
}

const at = (index: number) => grid.document.locator(`.cell[data-index="${index}"]`);
const label = async (index: number) => (await at(index).getAttribute('aria-label')) ?? '';

test('keys mark the photo that is selected, and the command line sees it at once', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  grid = new GridView(bench);
  const tree = new DateTree(bench);
  await bench.show('Keepsake');
  await tree.row('All photos').click();
  total = (await tree.one('All photos')).count;
  await grid.shows(total);
  await grid.painted();
  await at(0).click();
  await keyboard.press('4');
  await keyboard.press('p');
  await keyboard.press('h');
  assert.match(await label(0), /4 stars, favourite, picked/);
  await eventually(async () => {
    const marked = listed('flag:pick');
    assert.deepEqual(
      marked.map(({ rating, favorite }) => [rating, favorite]),
      [[4, true]],
    );
  });
});

test('a whole day, a whole backup: what is selected is marked together', { timeout }, async () => {
  const { keyboard } = e2e.bench.page;
  await at(1).click();
  await keyboard.press('ControlOrMeta+a');
  await grid.selected(total);
  await keyboard.press('2');
  await eventually(async () => assert.equal(listed('rating:2').length, total));
  await at(3).click();
  await keyboard.press('Shift+ArrowRight');
  await keyboard.press('Shift+ArrowRight');
  await grid.selected(3);
  await keyboard.press('x');
  await eventually(async () => assert.equal(listed('flag:reject').length, 3));
  await e2e.bench.screenshot('keyboard-marked');
});

test('with Shift the next photo follows: a roll is culled without the mouse', { timeout }, async () => {
  const { keyboard } = e2e.bench.page;
  await keyboard.press('Home');
  await keyboard.press('Shift+U');
  await keyboard.press('Shift+P');
  await keyboard.press('Shift+X');
  await grid.selected(1);
  assert.match(await label(1), /picked/);
  assert.match(await label(2), /rejected/);
  assert.equal(await at(3).getAttribute('aria-selected'), 'true');
});

test('the palette and the context menu do the same', { timeout }, async () => {
  const { bench } = e2e;
  await at(6).click();
  await grid.selected(1);
  await bench.command('Keepsake: 5 Stars');
  await eventually(async () => assert.match(await label(6), /5 stars/));
  await at(7).click({ button: 'right' });
  const menu = bench.page.locator('.context-view .monaco-menu:visible').first();
  await menu.getByText('Reject', { exact: true }).waitFor();
  await bench.screenshot('keyboard-menu');
  await menu.getByText('Pick', { exact: true }).click();
  await eventually(async () => assert.match(await label(7), /picked/));
  await eventually(async () => assert.equal(listed('rating:5').length, 1));
});

test('the loupe shows marks, sets them, and goes on', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await at(6).click();
  await keyboard.press('e');
  const { loupe } = grid;
  const pressed = (name: string) => loupe.getByRole('button', { name, exact: true, pressed: true });
  await pressed('5 stars (5)').waitFor();
  await keyboard.press('3');
  await pressed('3 stars (3)').waitFor();
  await keyboard.press('x');
  await pressed('Reject (X)').waitFor();
  await loupe.locator('.stage img.shown[src^="blob:"]').waitFor();
  await bench.screenshot('keyboard-loupe');
  await loupe.getByRole('button', { name: 'No flag (U)' }).click();
  await pressed('No flag (U)').waitFor();
  await keyboard.press('Shift+Digit1');
  await loupe.getByText(new RegExp(`^8 of ${total}$`)).waitFor();
  await keyboard.press('g');
  await loupe.waitFor({ state: 'detached' });
  await eventually(async () => assert.match(await label(6), /1 star,?/));
});

test('Ctrl+Z takes marks back, one change after the other; the history lists them and undoes any', {
  timeout,
}, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  const before = listed().map(({ rating, flag }) => [rating, flag]);
  await at(12).click();
  await keyboard.press('Shift+ArrowRight');
  await grid.selected(2);
  await keyboard.press('5');
  await keyboard.press('x');
  await eventually(async () => assert.match(await label(12), /5 stars.*rejected/));
  await eventually(async () => assert.equal(listed('rating:5 flag:reject').length, 2));
  await keyboard.press('ControlOrMeta+z');
  await eventually(async () => assert.doesNotMatch(await label(12), /rejected/));
  await keyboard.press('ControlOrMeta+z');
  await eventually(async () => assert.doesNotMatch(await label(12), /5 stars/));
  assert.deepEqual(
    listed().map(({ rating, flag }) => [rating, flag]),
    before,
  );

  await bench.command('Keepsake: Show History…');
  await bench
    .quickRows(/Undid: 5 stars: 2 photos and videos/)
    .first()
    .waitFor();
  await bench.screenshot('keyboard-history');
  await bench.quickInput.locator('input').first().fill('2 stars: 31');
  const wanted = bench.quickRows(/2 stars: 31 photos and videos/).first();
  await wanted.waitFor();
  await keyboard.press('Enter');
  // Some of them were marked again since, and keep those marks.
  await bench
    .notification(/“2 stars: 31 photos and videos” was undone in part .* marked again since and keep/)
    .waitFor();
  await eventually(async () => assert.equal(listed('rating:2').length, 0));
  await bench.command('Notifications: Clear All Notifications');
});

test('Delete sets a live photo aside with all of its files, asks once, and Undo brings it back', {
  timeout,
}, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  const files = () =>
    fs
      .readdirSync(e2e.backup, { recursive: true, encoding: 'utf8' })
      .filter(name => !name.startsWith('.keepsake') && fs.statSync(path.join(e2e.backup, name)).isFile())
      .sort();
  const before = files();
  await new DateTree(bench).row('2023').click();
  const { count } = await new DateTree(bench).one('2023');
  await grid.shows(count);
  await grid.cell('IMG_2337.HEIC').click();
  await grid.selected(1);
  await keyboard.press('Delete');
  const question = bench.page.locator('.monaco-dialog-box');
  await question.getByText('Set this photo aside?').waitFor();
  assert.match(await question.innerText(), /2 files, .*quarantine/s);
  await bench.screenshot('keyboard-delete');
  await question.getByRole('button', { name: 'Set Aside' }).click();
  await bench.notification(/1 photo or video was set aside/).waitFor();
  await grid.shows(count - 1);
  assert.deepEqual(
    before.filter(name => !files().includes(name)).map(name => path.basename(name)),
    ['IMG_2337.HEIC', 'IMG_2337.MOV'],
  );
  await bench.screenshot('keyboard-deleted');
  await bench
    .notification(/1 photo or video was set aside/)
    .getByRole('button', { name: 'Undo' })
    .click();
  await question.getByText(/^Undo “Set aside .*IMG_2337.HEIC” of/).waitFor();
  await question.getByRole('button', { name: 'Undo' }).click();
  await grid.shows(count);
  assert.deepEqual(files(), before);
  await bench.command('Notifications: Clear All Notifications');
  await new DateTree(bench).row('All photos').click();
  await grid.shows(total);
});

test('marks outlive the catalog, and a machine that never saw it', { timeout }, async () => {
  const before = listed();
  assert.ok(before.some(({ flag }) => flag === 'reject'));
  const copy = path.join(e2e.scratch, 'other-cache');
  const snapshot = path.join(e2e.backup, '.keepsake', 'catalog.db');
  fs.rmSync(snapshot, { force: true });
  keepsake({ ...e2e, backup: e2e.backup, cli: e2e.cli, scratch: e2e.scratch, cache: copy }, 'index');
  assert.deepEqual(
    listed('*', copy).map(({ path: file, rating, flag, favorite }) => [file, rating, flag, favorite]),
    before.map(({ path: file, rating, flag, favorite }) => [file, rating, flag, favorite]),
  );
});

for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const satisfies readonly Theme[])
  test(`? lists the keys, readable in the theme “${theme}”; marks are seen there`, { timeout }, async () => {
    const { bench } = e2e;
    const { keyboard } = bench.page;
    await bench.theme(theme);
    await at(1).click();
    await bench.screenshot(`keyboard-${theme}-grid`);
    await keyboard.press('?');
    const list = grid.document.getByRole('dialog', { name: 'Keys' });
    await list.getByText('First, last photo').first().waitFor();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), []);
    await bench.screenshot(`keyboard-${theme}-keys`);
    await keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await keyboard.press('Enter');
    await grid.loupe.locator('.stage img.shown[src^="blob:"]').waitFor();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), []);
    await bench.screenshot(`keyboard-${theme}-loupe`);
    await keyboard.press('Escape');
    await grid.loupe.waitFor({ state: 'detached' });
  });
