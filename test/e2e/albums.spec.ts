import assert from 'node:assert/strict';
import test from 'node:test';
import type { Locator } from 'playwright-core';
import { CollectionsTree } from './collectionsTree.ts';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { GridView } from './gridView.ts';
import { QuickPick } from './quickPick.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';

const e2e = session({ prepare: places => void keepsake(places, 'index') });
const timeout = 180_000;
let grid: GridView;
let pick: QuickPick;
let collections: CollectionsTree;

const at = (index: number) => grid.document.locator(`.cell[data-index="${index}"]`);
const holds = (album: string, count: number) =>
  eventually(async () => assert.equal(await collections.aside(album), String(count)));
const gone = (album: string) => collections.row(album).waitFor({ state: 'detached' });

async function typed(text: string): Promise<void> {
  await e2e.bench.quickInput.locator('input').first().fill(text);
  await e2e.bench.page.keyboard.press('Enter');
}

/** As a hand does it: down, a little way, over, up. */
async function drag(from: Locator, to: Locator, picture?: string): Promise<void> {
  const { mouse } = e2e.bench.page;
  const middle = async (locator: Locator): Promise<[number, number]> => {
    const box = await locator.boundingBox();
    assert.ok(box);
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [start, end] = [await middle(from), await middle(to)];
  await mouse.move(...start);
  await mouse.down();
  await mouse.move(start[0] + 12, start[1] + 6, { steps: 4 });
  await mouse.move(...end, { steps: 12 });
  await e2e.bench.page.waitForTimeout(300);
  await mouse.move(end[0] + 2, end[1], { steps: 2 });
  if (picture != null) await e2e.bench.screenshot(picture);
  await mouse.up();
  // VS Code keeps the mouse from the photos until it moves without a button.
  await mouse.move(end[0] + 4, end[1] + 2, { steps: 3 });
}

test('an album is made by name, and stands in the tree with nothing in it', { timeout }, async () => {
  const { bench } = e2e;
  grid = new GridView(bench);
  pick = new QuickPick(bench);
  collections = new CollectionsTree(bench);
  await bench.show('Keepsake');
  await new DateTree(bench).row('All photos').click();
  await grid.painted();
  await collections.open('Albums');
  await bench.command('Keepsake: New Album…');
  await typed('Rom');
  await holds('Rom', 0);
});

test('photos that are selected are dragged onto it', { timeout }, async () => {
  await at(0).click();
  await at(2).click({ modifiers: ['Shift'] });
  await grid.selected(3);
  await drag(at(1), collections.row('Rom'));
  await holds('Rom', 3);
});

test('one that is not selected is dragged alone', { timeout }, async () => {
  await drag(at(4), collections.row('Rom'));
  await holds('Rom', 4);
  await grid.selected(1);
});

test('B puts what is selected into an album, of which the name may be new; Shift+B takes it out', {
  timeout,
}, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await at(0).click();
  await keyboard.press('b');
  await pick.asks(/Choose an album/);
  await keyboard.type('Best');
  await bench.quickRows('New album “Best”').first().waitFor();
  await keyboard.press('Enter');
  await holds('Best', 1);
  await at(0).click();
  await keyboard.press('Shift+B');
  await pick.asks(/Choose an album/);
  await pick.take('Best');
  await holds('Best', 0);
});

test('what an album shows is taken out of that one, and the last change is undone by a key', { timeout }, async () => {
  const { keyboard } = e2e.bench.page;
  await collections.row('Rom').click();
  await grid.shows(4);
  await at(0).click();
  await keyboard.press('Shift+B');
  await grid.shows(3);
  await holds('Rom', 3);
  await at(0).click();
  await keyboard.press('Control+z');
  await grid.shows(4);
  await holds('Rom', 4);
});

test('an album is renamed and removed from its row; each is in the history and comes back', { timeout }, async () => {
  const { bench } = e2e;
  const row = collections.row('Rom');
  await row.hover();
  await row.getByRole('button', { name: 'Rename Album…' }).click();
  await typed('Rome');
  await holds('Rome', 4);
  await gone('Rom');
  await grid.shows(4);
  await collections.row('Rome').hover();
  await collections.row('Rome').getByRole('button', { name: 'Remove Album' }).click();
  await gone('Rome');
  await bench.command('Keepsake: Show History…');
  await pick.asks(/Choose a change/);
  const [first = '', second = ''] = await pick.rows();
  assert.match(first, /Removed the album “Rome”/);
  assert.match(second, /Album “Rom” is called “Rome”/);
  await bench.screenshot('albums-history');
  await pick.enter();
  await holds('Rome', 4);
});

for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const satisfies readonly Theme[])
  test(`what is dragged, and where it would fall, is seen in the theme “${theme}”`, { timeout }, async () => {
    const { bench } = e2e;
    await bench.theme(theme);
    await new DateTree(bench).row('All photos').click();
    await grid.painted();
    await at(1).click();
    await at(2).click({ modifiers: ['Shift'] });
    await drag(at(1), collections.row('Rome'), `albums-${theme}-dragging`);
    await bench.page.getByText('All of them are in “Rome” already').waitFor();
    await holds('Rome', 4);
  });
