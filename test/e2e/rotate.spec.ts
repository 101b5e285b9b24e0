import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';

const e2e = session({
  prepare: places => {
    keepsake(places, 'index');
    keepsake(places, 'verify');
  },
});
const timeout = 180_000;
let grid: GridView;

const fileOf = (name: string): string => {
  const [found] = fs.globSync(`**/${name}`, { cwd: e2e.backup });
  if (found == null) throw new Error(`There is no ${name}.`);
  return path.join(e2e.backup, found);
};
const sum = (name: string) =>
  createHash('sha256')
    .update(fs.readFileSync(fileOf(name)))
    .digest('hex');

/** Width by height of what is shown, as a person sees it. */
const shape = async (name: string): Promise<number> => {
  const box = await grid
    .cell(name)
    .locator('img')
    .evaluate((picture: HTMLImageElement) => ({
      width: picture.naturalWidth,
      height: picture.naturalHeight,
    }));
  return box.width / box.height;
};

async function confirm(button: string): Promise<void> {
  const dialog = e2e.bench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

const turned = (name: string, before: number) =>
  eventually(async () => assert.ok(Math.abs((await shape(name)) - 1 / before) < 0.02, `${await shape(name)}`));

let names: readonly string[] = [];

test('] turns all that are selected in one change: thumbnails show it, and an undo gives back the bytes', {
  timeout,
}, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  grid = new GridView(bench);
  await bench.show('Keepsake');
  await new DateTree(bench).row('2023').click();
  const shown = await grid.painted();
  names = [0, 1].map(index => shown[index]?.label.split(',')[0] ?? '');
  const before = await Promise.all(names.map(async name => ({ name, shape: await shape(name), sum: sum(name) })));
  await grid.cell(names[0] ?? '').click();
  await grid.cell(names[1] ?? '').click({ modifiers: ['ControlOrMeta'] });
  await grid.selected(2);
  await keyboard.press(']');
  for (const { name, shape: was } of before) await turned(name, was);
  for (const { name, sum: was } of before) assert.notEqual(sum(name), was);
  await bench.screenshot('rotate-grid');
  await bench.command('Keepsake: Undo Last Change…');
  await confirm('Undo');
  await bench.notification(/Took back 2 of 2 actions/).waitFor();
  assert.deepEqual(
    names.map(sum),
    before.map(one => one.sum),
  );
  for (const { name, shape: was } of before) await turned(name, 1 / was);
  await bench.command('Notifications: Clear All Notifications');
});

test('in the loupe the picture turns too; two presses are one turn, and the history has it', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await grid.cell(names[0] ?? '').dblclick();
  const shown = grid.loupe.locator('.stage img.shown[src^="blob:"]');
  await shown.waitFor();
  const first = await shown.getAttribute('src');
  await keyboard.press('[');
  await keyboard.press('[');
  await eventually(async () => assert.notEqual(await shown.getAttribute('src'), first));
  await bench.screenshot('rotate-loupe');
  await keyboard.press('Escape');
  await grid.loupe.waitFor({ state: 'detached' });
  await bench.command('Keepsake: Show History…');
  await bench
    .quickRows(/Edited 1 photo: turned upside down/)
    .first()
    .waitFor();
  await keyboard.press('Escape');
});

test('the palette and the menu turn as well; what can’t be turned is said', { timeout }, async () => {
  const { bench } = e2e;
  const name = names[1] ?? '';
  const before = await shape(name);
  await grid.cell(name).click({ button: 'right' });
  const menu = bench.page.locator('.context-view .monaco-menu:visible').first();
  await menu.getByText('Rotate Left', { exact: true }).waitFor();
  await bench.screenshot('rotate-menu');
  await menu.getByText('Rotate Right', { exact: true }).click();
  await turned(name, before);
  // It has no box that says how it is turned.
  await grid.cell('IMG_2337.HEIC').click();
  await grid.selected(1);
  const live = sum('IMG_2337.MOV');
  await bench.command('Keepsake: Rotate Left');
  await bench.notification(/can’t be turned and was left as it is/).waitFor();
  assert.equal(sum('IMG_2337.MOV'), live);
});
