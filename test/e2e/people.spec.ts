import assert from 'node:assert/strict';
import test from 'node:test';
import { CollectionsTree } from './collectionsTree.ts';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';

const e2e = session({
  height: 1500,
  prepare: places => {
    keepsake(places, 'index');
    keepsake(places, 'verify');
  },
});
const timeout = 180_000;
let grid: GridView;
let collections: CollectionsTree;

test('people and keywords stand in the side bar, and a click shows the photos that name them', {
  timeout,
}, async () => {
  const { bench } = e2e;
  grid = new GridView(bench);
  collections = new CollectionsTree(bench);
  await bench.show('Keepsake');
  await new DateTree(bench).row('All photos').click();
  await grid.painted();
  await collections.open('Keywords');
  await collections.row('Cascais').click();
  await grid.shows(Number(await collections.aside('Cascais')));
  await collections.row('Keywords').locator('.monaco-tl-twistie').click();
  await collections.open('People');
  const count = Number(await collections.aside('Ana'));
  assert.ok(count > 0);
  await collections.row('Ana').click();
  await grid.shows(count);
  await bench.screenshot('people-shown');
});

test('a keyword is called otherwise in all photos, by a plan that is shown first; an undo takes it back', {
  timeout,
}, async () => {
  const { bench } = e2e;
  await collections.row('People').locator('.monaco-tl-twistie').click();
  await collections.open('Keywords');
  const row = collections.row('Cascais');
  await row.waitFor();
  const count = Number(await collections.aside('Cascais'));
  await row.hover();
  await row.getByRole('button', { name: 'Rename in All Photos…' }).click();
  await bench.quickInput.locator('input').first().fill('Cascais Ω');
  await bench.page.keyboard.press('Enter');
  await bench.notification(/The plan is ready: \d+ photos? to be edited/).waitFor();
  await bench.screenshot('people-plan');
  await bench.command('Keepsake: Apply Edit');
  await bench.notification(/Wrote \d+ of \d+ files?/).waitFor();
  await eventually(async () => assert.equal(await collections.aside('Cascais Ω'), String(count)));
  await row.waitFor({ state: 'detached' });
  await bench.command('Notifications: Clear All Notifications');
  await bench.command('Keepsake: Undo Last Change…');
  const dialog = bench.page.locator('.monaco-dialog-box');
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
  await bench.notification(/Took back/).waitFor();
  await eventually(async () => assert.equal(await collections.aside('Cascais'), String(count)));
});
