import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import sharp from 'sharp';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { faults } from './faults.ts';
import { GridView } from './gridView.ts';
import { originals } from './manyPhotos.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';
import { node24 } from './setup.mjs';
import type { Places } from './window.ts';

const e2e = session({ photos: 0, prepare });
const timeout = 180_000;
let grid: GridView;

/** A series of five within two seconds, a burst by its names of three, and five single photos, of one day. */
const SHOTS: readonly (readonly [name: string, time: string, fraction: string])[] = [
  ...[0, 1, 2, 3, 4].map(i => [`DSC_00${i}.jpg`, `10:00:0${i >> 1}`, i % 2 === 0 ? '10' : '60'] as const),
  ['00000IMG_00000_BURST20240701110000000.jpg', '11:00:00', '0'],
  ['00001IMG_00001_BURST20240701110000000_COVER.jpg', '11:00:02', '0'],
  ['00002IMG_00002_BURST20240701110000000.jpg', '11:00:04', '0'],
  ...[0, 1, 2, 3, 4].map(i => [`IMG_100${i}.jpg`, `1${i + 3}:00:00`, '0'] as const),
];

async function prepare(places: Places): Promise<void> {
  const pictures = await originals(places.scratch);
  for (const [i, [name, time, fraction]] of SHOTS.entries()) {
    await sharp(pictures[i % pictures.length]?.file)
      .withExif({
        IFD0: { Make: 'Maker', Model: 'Camera 1', Software: String(i) },
        IFD2: { DateTimeOriginal: `2024:07:01 ${time}`, SubSecTimeOriginal: fraction },
      })
      .toFile(path.join(places.backup, name));
  }
  keepsake(places, 'index');
}

function listed(query: string): readonly string[] {
  const text = execFileSync(node24(), [e2e.cli, 'list', e2e.backup, query, '--json'], {
    env: { ...process.env, KEEPSAKE_CACHE: e2e.cache, NODE_OPTIONS: undefined, NODE_TEST_CONTEXT: undefined },
    encoding: 'utf8',
  });
  return text
    .split('\n')
    .filter(line => line.includes('"type":"asset"'))
    .map(line => String((JSON.parse(line) as { path: string }).path))
    .sort();
}

const names = async () => (await grid.shown()).map(({ label }) => label.split(',')[0]);
const series = () => grid.cell('DSC_000.jpg');
const all = SHOTS.length;

test('a series and a burst are one photo each, with their count', { timeout }, async () => {
  const { bench } = e2e;
  grid = new GridView(bench);
  await bench.show('Keepsake');
  await new DateTree(bench).row('All photos').click();
  await grid.shows(all);
  await grid.painted();
  assert.deepEqual(await names(), [
    ...['IMG_1004.jpg', 'IMG_1003.jpg', 'IMG_1002.jpg', 'IMG_1001.jpg', 'IMG_1000.jpg'],
    ...['00001IMG_00001_BURST20240701110000000_COVER.jpg', 'DSC_000.jpg'],
  ]);
  assert.match((await series().getAttribute('aria-label')) ?? '', /stack of 5, closed/);
  await bench.screenshot('stacks-closed');
});

test('S opens the stack side by side and closes it; a press on the count does, too', { timeout }, async () => {
  const { bench } = e2e;
  await series().click();
  await grid.selected(5);
  await bench.page.keyboard.press('s');
  await grid.document.locator('.bracket').first().waitFor();
  await grid.selected(1);
  assert.deepEqual(
    (await names()).slice(-5),
    [4, 3, 2, 1, 0].map(i => `DSC_00${i}.jpg`),
  );
  await grid.painted();
  await bench.screenshot('stacks-open');
  await bench.page.keyboard.press('s');
  await grid.document.locator('.bracket').first().waitFor({ state: 'detached' });
  await grid.document.locator('.pile').first().click();
  await grid.document.locator('.bracket').first().waitFor();
  assert.equal((await names()).filter(name => name?.includes('BURST')).length, 3);
  await grid.document.locator('.pile.open').click();
  await grid.document.locator('.bracket').first().waitFor({ state: 'detached' });
});

test('the palette and the menu of a photo open them all and one', { timeout }, async () => {
  const { bench } = e2e;
  await grid.cell('IMG_1004.jpg').click();
  await bench.command('Keepsake: Open or Close All Stacks');
  await grid.document.locator('.pile:not(.open)').first().waitFor({ state: 'detached' });
  assert.equal((await names()).length, all);
  await grid.cell('DSC_002.jpg').click({ button: 'right' });
  const menu = bench.page.locator('.context-view .monaco-menu:visible').first();
  await menu.getByText('Open or Close Stack', { exact: true }).waitFor();
  await bench.screenshot('stacks-menu');
  await menu.getByText('Open or Close Stack', { exact: true }).click();
  await eventually(async () => assert.equal((await names()).length, all - 4));
  await grid.cell('IMG_1004.jpg').click();
  await bench.page.keyboard.press('Shift+S');
  await eventually(async () => assert.equal((await names()).length, all));
  await bench.page.keyboard.press('Shift+S');
  await eventually(async () => assert.equal((await names()).length, all - 6));
});

test('marks are of all photos of a closed stack, and of one of an open one, which then stands for it', {
  timeout,
}, async () => {
  const { bench } = e2e;
  await series().click();
  await bench.page.keyboard.press('3');
  const five = [0, 1, 2, 3, 4].map(i => `DSC_00${i}.jpg`);
  await eventually(async () => assert.deepEqual(listed('rating:3'), five));
  await bench.page.keyboard.press('s');
  await grid.cell('DSC_003.jpg').click();
  await bench.page.keyboard.press('p');
  await eventually(async () => assert.deepEqual(listed('flag:pick'), ['DSC_003.jpg']));
  await bench.page.keyboard.press('s');
  await eventually(async () => assert.ok((await names()).includes('DSC_003.jpg')));
  assert.ok(!(await names()).includes('DSC_000.jpg'));
});

test('in the loupe it is the one that is seen; edits and their counts are of all', { timeout }, async () => {
  const { bench } = e2e;
  await grid.cell('DSC_003.jpg').dblclick();
  await grid.loupe.waitFor();
  await bench.page.keyboard.press('5');
  await eventually(async () => assert.deepEqual(listed('rating:5'), ['DSC_003.jpg']));
  await bench.page.keyboard.press('Escape');
  await grid.selected(5);
});

for (const theme of ['dark', 'light', 'contrast', 'contrastLight'] as const satisfies readonly Theme[])
  test(`stacks are readable in the theme “${theme}”`, { timeout }, async () => {
    const { bench } = e2e;
    await bench.theme(theme);
    await grid.cell('DSC_003.jpg').click();
    await bench.page.keyboard.press('s');
    await grid.document.locator('.bracket').first().waitFor();
    await grid.painted();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), []);
    await bench.screenshot(`stacks-${theme}`);
    await bench.page.keyboard.press('s');
    await grid.document.locator('.bracket').first().waitFor({ state: 'detached' });
  });
