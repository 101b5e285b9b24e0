import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import type { AxeResults } from 'axe-core';
import type { FrameLocator } from 'playwright-core';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';
import type { Theme } from './settings.ts';

const e2e = session({ prepare: places => void keepsake(places, 'index') });
const timeout = 180_000;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong in a webview's own document, where it is serious or critical. */
async function faults(frame: FrameLocator, part: string): Promise<string[]> {
  const body = frame.locator('body');
  // A view in a side bar has no background of its own: axe would take it for white.
  const behind = await e2e.bench.page.locator(part).evaluate(element => getComputedStyle(element).backgroundColor);
  await body.evaluate((element, colour) => {
    (element.ownerDocument.documentElement as HTMLElement).style.backgroundColor = colour;
  }, behind);
  await body.evaluate((_, source) => {
    // Not a script element: the page's policy lets only its own run.
    new Function(source)();
  }, axe);
  const { violations } = await body.evaluate((): Promise<AxeResults> => {
    const { axe } = window as unknown as { readonly axe: { run(of: Document, options: object): Promise<AxeResults> } };
    return axe.run(document, { resultTypes: ['violations'] });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${node.any[0]?.message ?? help}: ${node.html}`));
}

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
    assert.deepEqual(await faults(grid.document, '.part.editor'), [], 'the grid');
    assert.deepEqual(await faults(details.document, '.part.auxiliarybar'), [], 'the details of a photo with a problem');
    await bench.screenshot(`theme-${theme}-grid`);

    await grid.cell('IMG_2337.HEIC').dblclick();
    await grid.loupe.locator('.stage img.shown[src^="blob:"]').waitFor();
    await details.tells('IMG_2337.HEIC');
    assert.deepEqual(await faults(grid.document, '.part.editor'), [], 'the loupe');
    assert.deepEqual(await faults(details.document, '.part.auxiliarybar'), [], 'the details of a live photo');
    await bench.screenshot(`theme-${theme}-loupe`);
    await bench.page.keyboard.press('Escape');
    await grid.loupe.waitFor({ state: 'detached' });
  });

test('nothing left this machine, and no page wanted what its policy forbids', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
