/** How long the grid of many photos takes until the first is painted, beside that of few: for the bench. */
import fs from 'node:fs';
import path from 'node:path';
import { DateTree } from './dateTree.ts';
import { GridView } from './gridView.ts';
import { manyPhotos } from './manyPhotos.ts';
import { isSetUp } from './setup.mjs';
import { openWindow, type Window } from './window.ts';
import { Workbench } from './workbench.ts';

/** Seconds from the beginning of a grid's page until the first photo was painted, as the page itself has noted it. */
async function firstPaint(bench: Workbench): Promise<number> {
  await bench.page.bringToFront();
  await bench.command('View: Close All Editors');
  await bench.page.waitForTimeout(500);
  await new DateTree(bench).row('All photos').click();
  const grid = new GridView(bench);
  await grid.painted();
  const painted = await grid.document.locator('html').evaluate(
    () =>
      new Promise<number>(resolve => {
        new PerformanceObserver(list => {
          const photo = list.getEntries().find(entry => (entry as { element?: Element }).element?.closest('.cell'));
          resolve(photo?.startTime ?? -1);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  if (painted < 0) throw new Error('The page did not note when a photo was painted.');
  return painted / 1000;
}

async function pairsIn({ bench, server, scratch }: Window, times: number): Promise<readonly [number, number][]> {
  const browser = bench.page.context().browser();
  if (browser == null) throw new Error('The browser has gone.');
  const page = await browser.newPage({ viewport: bench.page.viewportSize(), locale: 'en-GB' });
  page.setDefaultTimeout(45_000);
  const other = new Workbench(page, server);
  await other.open(path.join(scratch, 'Few'));
  for (const one of [bench, other]) {
    await one.page.bringToFront();
    await one.show('Keepsake');
    // Pictures are made at the first look; opening is what is measured.
    await firstPaint(one);
  }
  const pairs: [number, number][] = [];
  for (let i = 0; i < times; i++) pairs.push([await firstPaint(bench), await firstPaint(other)]);
  return pairs;
}

/** @param vsix the packed extension @returns seconds of each pair; undefined where VS Code is not set up */
export async function openings(
  { many, few }: { readonly many: number; readonly few: number },
  times: number,
  vsix: string,
): Promise<readonly (readonly [number, number])[] | undefined> {
  if (!isSetUp()) return undefined;
  process.env.KEEPSAKE_VSIX = vsix;
  const window = await openWindow({
    photos: 0,
    async prepare(places) {
      await manyPhotos(places, places.backup, many);
      const beside = path.join(places.scratch, 'Few');
      fs.mkdirSync(beside);
      await manyPhotos(places, beside, few);
    },
  });
  try {
    return await pairsIn(window, times);
  } finally {
    await window.close();
  }
}
