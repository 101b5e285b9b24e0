import assert from 'node:assert/strict';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';

/** A profile in which nobody has moved anything yet: VS Code shows the secondary side bar, with its chat in front. */
const e2e = session({
  prepare: places => void keepsake(places, 'index'),
  settings: { 'workbench.secondarySideBar.defaultVisibility': undefined },
});
const timeout = 180_000;

test('who selects a photo for the first time sees its details at once', { timeout }, async () => {
  const { bench } = e2e;
  await bench.show('Keepsake');
  const tree = new DateTree(bench);
  const grid = new GridView(bench);
  const details = new DetailsView(bench);
  await tree.row('2023').click();
  await grid.shows((await tree.one('2023')).count);
  await details.document.locator('p.nothing').waitFor();
  await grid.painted();
  await grid.cell('IMG_2337.HEIC').click();
  await details.tells('IMG_2337.HEIC');
  await bench.screenshot('newcomer-selected');
});

test('who has put the details away is not shown them again', { timeout }, async () => {
  const { bench } = e2e;
  const bar = bench.page.locator('.part.auxiliarybar');
  await bench.command('View: Hide Secondary Side Bar');
  await bar.waitFor({ state: 'hidden' });
  await bench.command('View: Close All Editors');
  const grid = new GridView(bench);
  const tree = new DateTree(bench);
  await tree.row('2022').click();
  await grid.shows((await tree.one('2022')).count);
  await grid.painted();
  await grid.cells.first().click();
  await grid.selected(1);
  assert.equal(await bar.isVisible(), false);
});
