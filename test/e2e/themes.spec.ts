import assert from 'node:assert/strict';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { faults } from './faults.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';

const e2e = session({ prepare: places => void keepsake(places, 'index') });
const timeout = 180_000;

for (const theme of ['dark', 'light', 'contrast', 'contrastLight'] as const satisfies readonly Theme[])
  test(`grid, details and loupe are readable in the theme “${theme}”`, { timeout }, async () => {
    const { bench } = e2e;
    await bench.theme(theme);
    await bench.show('Keepsake');
    const tree = new DateTree(bench);
    const grid = new GridView(bench);
    const details = new DetailsView(bench);
    await tree.row('2023').click();
    await grid.shows((await tree.one('2023')).count);
    await grid.painted();
    await grid.cell('IMG_0000.JPG').click();
    await bench.command('Keepsake: Show Details');
    await details.tells('IMG_0000.JPG');
    await details.document.locator('.note.error').waitFor();
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), [], 'the grid');
    assert.deepEqual(
      await faults(bench.page, details.document, '.part.auxiliarybar'),
      [],
      'the details of a photo with a problem',
    );
    await bench.screenshot(`theme-${theme}-grid`);

    await grid.cell('IMG_2337.HEIC').dblclick();
    await grid.loupe.locator('.stage img.shown[src^="blob:"]').waitFor();
    await details.tells('IMG_2337.HEIC');
    assert.deepEqual(await faults(bench.page, grid.document, '.part.editor'), [], 'the loupe');
    assert.deepEqual(
      await faults(bench.page, details.document, '.part.auxiliarybar'),
      [],
      'the details of a live photo',
    );
    await bench.screenshot(`theme-${theme}-loupe`);
    await bench.page.keyboard.press('Escape');
    await grid.loupe.waitFor({ state: 'detached' });
  });

test('nothing left this machine, and no page wanted what its policy forbids', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
