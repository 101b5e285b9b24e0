import assert from 'node:assert/strict';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { eventually } from './eventually.ts';
import { faults } from './faults.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';

const e2e = session({ prepare: places => void keepsake(places, 'index') });
const timeout = 180_000;
let grid: GridView;
const film = () => grid.loupe.locator('video');

test('Space plays a live photo once, and it is a photo again', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  grid = new GridView(bench);
  await bench.show('Keepsake');
  await new DateTree(bench).row('2023').click();
  await grid.painted();
  await grid.cell('IMG_2337.HEIC').dblclick();
  await grid.loupe.locator('.stage img.shown[src^="blob:"]').waitFor();
  await grid.loupe.getByRole('button', { name: 'Play the live photo (Space)' }).waitFor();
  await keyboard.press(' ');
  await film().waitFor();
  await eventually(async () =>
    assert.ok((await film().evaluate((video: HTMLVideoElement) => video.currentTime)) > 0, 'it plays'),
  );
  await bench.screenshot('play-live');
  await film().waitFor({ state: 'detached' });
  await grid.loupe.locator('.stage img.shown').waitFor();
});

test('a video plays by its button and pauses; going on ends it', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await keyboard.press('Escape');
  await grid.loupe.waitFor({ state: 'detached' });
  await new DateTree(bench).row('2019').click();
  await grid.cell('IMG_0439.MOV').dblclick();
  await grid.loupe.getByRole('button', { name: 'Play (Space)' }).click();
  await film().waitFor();
  await eventually(async () =>
    assert.ok((await film().evaluate((one: HTMLVideoElement) => one.currentTime)) > 0, 'it plays'),
  );
  await keyboard.press(' ');
  await eventually(async () => assert.ok(await film().evaluate((one: HTMLVideoElement) => one.paused)));
  await keyboard.press('Escape');
  await film().waitFor({ state: 'detached' });
  await grid.loupe.waitFor();
});

for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const satisfies readonly Theme[])
  test(`a film is readable in the theme “${theme}”`, { timeout }, async () => {
    const { bench } = e2e;
    await bench.theme(theme);
    await bench.screenshot(`play-${theme}-before`);
    await grid.loupe.getByRole('button', { name: 'Play (Space)' }).click();
    await film().waitFor();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), []);
    await bench.screenshot(`play-${theme}`);
    await film().evaluate((one: HTMLVideoElement) => one.pause());
    await bench.page.keyboard.press('Escape');
    await film().waitFor({ state: 'detached' });
  });

test('nothing left this machine, and no page wanted what its policy forbids', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
