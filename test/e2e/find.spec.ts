import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { CollectionsTree } from './collectionsTree.ts';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { faults } from './faults.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';

const e2e = session({
  prepare: places => {
    keepsake(places, 'index');
    keepsake(places, 'album', 'add', 'A summer’s day', '--select', 'year:2023');
    keepsake(places, 'mark', '--select', 'year:2023', '--rating', '4');
  },
});
const timeout = 180_000;
/** VS Code writes the state of its views now and then, not at once; ms. */
const flushed = 8000;
let grid: GridView;
let tree: DateTree;
let collections: CollectionsTree;
let all = 0;
let of2023 = 0;

const box = () => grid.document.getByRole('combobox', { name: 'Filter photos' });
const options = () => grid.document.locator('.suggestions [role=option]');
const settings = () => {
  const file = path.join(e2e.backup, '.vscode', 'settings.json');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
};

test('typing into the box filters the photos; / goes to it, Escape clears it and goes back', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  grid = new GridView(bench);
  tree = new DateTree(bench);
  collections = new CollectionsTree(bench);
  await bench.show('Keepsake');
  await tree.row('All photos').click();
  all = (await tree.one('All photos')).count;
  of2023 = (await tree.one('2023')).count;
  assert.ok(of2023 > 0 && of2023 < all);
  await grid.shows(all);
  await grid.painted();
  await grid.cells.first().click();
  await keyboard.press('/');
  await keyboard.type('year:2023');
  await grid.shows(of2023);
  await keyboard.press('Escape');
  if ((await box().inputValue()) !== '') await keyboard.press('Escape');
  await grid.shows(all);
  await keyboard.press('Escape');
  await keyboard.press('Home');
  await grid.selected(1);
  await bench.command('Keepsake: Filter Photos');
  await eventually(async () => assert.ok(await box().evaluate(element => element === document.activeElement)));
  await keyboard.type('rating:>=4 year:2023');
  await grid.shows(of2023);
});

test('fields and values are offered; what is wrong is told with what to do', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await box().fill('');
  await grid.shows(all);
  await box().focus();
  await keyboard.type('alb');
  await options().filter({ hasText: 'album:' }).waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await options().filter({ hasText: 'A summer’s day' }).waitFor();
  await bench.screenshot('find-suggestions');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  assert.equal(await box().inputValue(), 'album:="A summer’s day" ');
  await grid.shows(of2023);
  await keyboard.type('raitng:>3');
  const alert = grid.document.getByRole('alert').filter({ hasText: 'raitng' });
  await alert.waitFor();
  assert.match(await alert.innerText(), /Did you mean rating/);
  await grid.shows(of2023);
  await bench.screenshot('find-error');
  await keyboard.press('Escape');
  if ((await box().inputValue()) !== '') await keyboard.press('Escape');
  await grid.shows(all);
});

test('a chip filters by one press, also within a year, and says how many it would leave', { timeout }, async () => {
  await tree.row('2023').click();
  await grid.shows(of2023);
  const unrated = grid.document.getByRole('button', { name: /^Unrated/ });
  await unrated.waitFor({ state: 'hidden' });
  await tree.row('All photos').click();
  await grid.shows(all);
  await unrated.filter({ hasText: /\d/ }).waitFor();
  const count = Number(/\d+/.exec(await unrated.innerText())?.[0]);
  assert.ok(count > 0 && count <= all - of2023);
  await unrated.click();
  await grid.shows(count);
  assert.equal(await box().inputValue(), 'rating:0');
  assert.equal(await unrated.getAttribute('aria-pressed'), 'true');
  await unrated.click();
  await grid.shows(all);
});

test('a change of the catalog is seen in what is filtered', { timeout }, async () => {
  await box().fill('flag:pick');
  await grid.document.getByRole('heading', { name: 'Nothing found' }).waitFor();
  keepsake(e2e, 'mark', '--select', 'year:2023', '--flag', 'pick');
  await grid.shows(of2023);
  keepsake(e2e, 'mark', '--select', 'year:2023', '--flag', 'none');
  await grid.document.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await grid.document.locator('.mid vscode-button').click();
  await grid.shows(all);
});

test('a search is saved in the workspace, shown in the tree, renamed and removed', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await box().fill('rating:>=4 year:2023');
  await grid.shows(of2023);
  await bench.command('Keepsake: Save Search…');
  await bench.quickInput.locator('input').first().fill('Best of 2023');
  await keyboard.press('Enter');
  await eventually(async () => assert.match(settings(), /"name": "Best of 2023",\s+"query": "rating:>=4 year:2023"/));
  await collections.open('Searches');
  await collections.row('Best of 2023').waitFor();
  await tree.row('All photos').click();
  await grid.shows(all);
  await collections.row('Best of 2023').click();
  await grid.shows(of2023);
  assert.equal(await box().inputValue(), 'rating:>=4 year:2023');
  await bench.page.locator('.tab.active', { hasText: 'Best of 2023' }).waitFor();
  await bench.screenshot('find-saved');

  await bench.command('Keepsake: Rename Search…');
  await bench.quickRows('Best of 2023').first().click();
  await bench.quickInput.locator('input').first().fill('The best');
  await keyboard.press('Enter');
  await collections.row('The best').waitFor();
  await bench.command('Keepsake: Remove Search');
  await bench.quickRows('The best').first().click();
  await collections.row('The best').waitFor({ state: 'detached' });
  assert.doesNotMatch(settings(), /The best/);
  await bench.notification('was removed').getByRole('button', { name: 'Undo' }).click();
  await collections.row('The best').waitFor();
});

test('albums, people and keywords stand in the tree; a click shows their photos', { timeout }, async () => {
  await collections.open('Albums');
  await collections.row('A summer’s day').waitFor();
  assert.equal(await collections.aside('A summer’s day'), String(of2023));
  await collections.row('A summer’s day').click();
  await grid.shows(of2023);
  assert.equal(await box().inputValue(), 'album:="A summer’s day"');
});

test('the filter is there again after the window is loaded anew', { timeout }, async () => {
  const { bench } = e2e;
  await bench.page.waitForTimeout(flushed);
  await bench.page.reload();
  await grid.shows(of2023);
  assert.equal(await box().inputValue(), 'album:="A summer’s day"');
});

for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const satisfies readonly Theme[])
  test(`box, chips and list are readable in the theme “${theme}”`, { timeout }, async () => {
    const { bench } = e2e;
    await bench.theme(theme);
    await box().fill('rating:>=4 has:');
    await options().first().waitFor();
    await bench.page.keyboard.press('ArrowDown');
    await grid.document.getByRole('alert').filter({ hasText: 'has:' }).waitFor();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), []);
    await bench.screenshot(`find-${theme}`);
    await bench.page.keyboard.press('Escape');
    await bench.page.keyboard.press('Escape');
  });

test('nothing left this machine, and no page wanted what its policy forbids', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
