import assert from 'node:assert/strict';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { eventually } from './eventually.ts';
import { faults } from './faults.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';

const e2e = session({ prepare: places => void keepsake(places, 'index') });
const timeout = 180_000;
let grid: GridView;

const compare = () => grid.document.locator('.compare:not([hidden])');
const survey = () => grid.document.locator('.survey:not([hidden])');
const at = (index: number) => grid.document.locator(`.cell[data-index="${index}"]`);
const pane = (number: number) =>
  compare()
    .locator('.cp')
    .nth(number - 1);
const name = (number: number) => pane(number).locator('.cpb .nm').innerText();
const id = (number: number) => pane(number).locator('.stage').getAttribute('data-id');
const sharp = async (count: number) => {
  for (let number = 1; number <= count; number++) await pane(number).locator('img.shown[src^="blob:"]').waitFor();
};

test('C compares what is selected; zoom goes in step, and the differences stand below', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  grid = new GridView(bench);
  await bench.show('Keepsake');
  const tree = new DateTree(bench);
  await tree.row('All photos').click();
  await grid.shows((await tree.one('All photos')).count);
  await grid.painted();
  await at(0).click();
  await at(2).click({ modifiers: ['Shift'] });
  await grid.selected(3);
  await keyboard.press('c');
  await sharp(3);
  await compare().locator('.dif th').first().waitFor();
  assert.match(await compare().locator('.dif').innerText(), /Taken/);
  await keyboard.press('z');
  await compare().locator('.stage.zoomed').nth(2).waitFor();
  assert.equal(await compare().locator('.stage.zoomed').count(), 3);
  await bench.screenshot('compare-zoomed');
  await keyboard.press('f');
  await eventually(async () => assert.equal(await compare().locator('.stage.zoomed').count(), 0));
});

test('the candidate is replaced by key; marks and details are of the one with the focus', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  const details = new DetailsView(bench);
  const before = [await name(1), await name(2)];
  const third = await id(3);
  await keyboard.press('ArrowRight');
  // Its neighbour may be another of the same name.
  await eventually(async () => assert.notEqual(await id(3), third));
  assert.deepEqual([await name(1), await name(2)], before);
  await pane(2).locator('.stage').click();
  await keyboard.press('f');
  await keyboard.press('4');
  await pane(2).getByRole('button', { name: '4 stars (4)', pressed: true }).waitFor();
  assert.equal(await pane(1).getByRole('button', { name: '4 stars (4)', pressed: true }).count(), 0);
  await bench.command('Keepsake: Show Details');
  await details.tells(before[1] ?? '');
  await bench.command('Keepsake: Pick');
  await pane(2).getByRole('button', { name: 'Pick (P)', pressed: true }).waitFor();
  await keyboard.press('Escape');
  await compare().waitFor({ state: 'detached' });
  await grid.selected(3);
});

test('N surveys all that is selected; X and − narrow it down; the palette leads there too', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await at(0).click();
  await at(7).click({ modifiers: ['Shift'] });
  await grid.selected(8);
  await bench.command('Keepsake: Survey Selected Photos');
  await survey().locator('.tile').nth(7).waitFor();
  await survey().locator('.tile').first().click();
  await keyboard.press('-');
  await eventually(async () => assert.equal(await survey().locator('.tile').count(), 7));
  await keyboard.press('x');
  await eventually(async () => assert.equal(await survey().locator('.tile').count(), 6));
  await bench.command('Keepsake: Compare Photos Side by Side');
  await sharp(4);
  await keyboard.press('e');
  await grid.loupe.locator('.stage img.shown').waitFor();
  await keyboard.press('g');
  await grid.loupe.waitFor({ state: 'detached' });
});

for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const satisfies readonly Theme[])
  test(`compare and survey are readable in the theme “${theme}”`, { timeout }, async () => {
    const { bench } = e2e;
    const { keyboard } = bench.page;
    await bench.theme(theme);
    await at(1).click();
    await at(3).click({ modifiers: ['Shift'] });
    await keyboard.press('c');
    await sharp(3);
    await compare().locator('.dif th').first().waitFor();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), [], 'compare');
    await bench.screenshot(`compare-${theme}`);
    await keyboard.press('n');
    await survey().locator('.tile img:not([hidden])').nth(2).waitFor();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), [], 'survey');
    await bench.screenshot(`survey-${theme}`);
    // Name, date, kind, marks, place: what a screen reader says of each.
    for (const tile of await survey().locator('.tile').all())
      assert.match((await tile.getAttribute('aria-label')) ?? '', /^[\w. ()-]+, .*\d{4}.*, \d of 3$/);
    await keyboard.press('g');
    await survey().waitFor({ state: 'detached' });
  });

test('nothing left this machine, and no page wanted what its policy forbids', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
