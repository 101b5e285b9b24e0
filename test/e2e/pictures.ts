// npm run pictures: makes the pictures of README and walkthrough anew, out of the running product.
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { isFresh, pack, vsixFile } from '../../scripts/package.mjs';
import { makeTakeout, writeTakeoutZips } from '../fixtures/takeout.ts';
import { flipBit } from '../fixtures/tempBackup.ts';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { GridView } from './gridView.ts';
import { QuickPick } from './quickPick.ts';
import { setUp } from './setup.mjs';
import { openWindow, type Places, type Window, type WindowOptions } from './window.ts';

const media = path.join(import.meta.dirname, '..', '..', 'media');

/** Takes the window as a PNG of at most so many bytes, with as many colours as fit. */
async function take({ bench }: Window, name: string, most: number): Promise<void> {
  // Neither a hover nor a blinking cursor belongs into it.
  await bench.page.mouse.move(700, 4);
  await bench.page.waitForTimeout(1500);
  const full = await bench.page.screenshot({ caret: 'hide' });
  const file = path.join(media, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (const colours of [256, 192, 128, 96, 64]) {
    const png = await sharp(full).png({ palette: true, colours, effort: 10, compressionLevel: 9 }).toBuffer();
    if (png.length > most && colours > 64) continue;
    if (png.length > most) throw new Error(`${name} has ${png.length} bytes, and may have ${most}.`);
    fs.writeFileSync(file, png);
    console.log(`${name}: ${Math.round(png.length / 1000)} kB, ${colours} colours`);
    return;
  }
}

/** The tree open at a June, and that year from its first day on. */
async function openYear({ bench }: Window): Promise<GridView> {
  const tree = new DateTree(bench);
  const grid = new GridView(bench);
  await bench.show('Keepsake');
  await tree.row('2023').click();
  await tree.toggle('2023');
  await tree.row('June').waitFor();
  await tree.toggle('June');
  await tree.row('Wednesday 14').waitFor();
  await grid.painted();
  await bench.command('Keepsake: Sort Photos');
  await bench.quickRows('Oldest First').first().click();
  await grid.document.locator('.cell[data-index="0"][aria-label*="February"]').waitFor();
  await grid.painted();
  return grid;
}

/** A Takeout's plan, as it is shown before anything is done. */
async function plan(window: Window): Promise<void> {
  const { bench, scratch } = window;
  await bench.show('Keepsake');
  await bench.command('Keepsake: Export…');
  const pick = new QuickPick(bench);
  await pick.asks(/brought in from/);
  await pick.take('Google Takeout');
  await pick.asks(/Which files or folders/);
  await pick.take('Choose a Folder');
  await pick.path('Folder to Export From', path.join(scratch, 'Downloads'));
  await pick.asks(/Add what belongs/);
  await pick.enter();
  await pick.asks(/Which backup/);
  await pick.enter();
  await pick.asks(/Make the plan/);
  await pick.enter();
  await bench.notification(/The plan is ready/).waitFor();
  await bench.page.locator('.codelens-decoration a', { hasText: 'Export Now' }).waitFor();
  await take(window, 'walkthrough/export.png', 150_000);
}

async function walkthrough(window: Window): Promise<void> {
  const { bench, backup } = window;
  await bench.show('Keepsake');
  await bench.page.getByRole('button', { name: 'Index This Folder' }).waitFor();
  await take(window, 'walkthrough/open.png', 150_000);

  keepsake(window, 'index');
  keepsake(window, 'verify');
  const grid = await openYear(window);
  await grid.cell('IMG_2337.HEIC').click();
  await take(window, 'walkthrough/look.png', 150_000);

  flipBit(path.join(backup, '2023/06/14/IMG_2349.JPG'), true);
  await bench.command('Keepsake: Verify Backup');
  await bench.notification(/found 1 corrupt/).waitFor();
  await bench.command('Problems: Focus on Problems View');
  await bench.page.locator('.markers-panel .monaco-list-row', { hasText: 'IMG_2349' }).first().waitFor();
  await take(window, 'walkthrough/verify.png', 150_000);
}

async function readme(window: Window): Promise<void> {
  const { bench } = window;
  const grid = await openYear(window);
  await grid.cell('IMG_2337.HEIC').click();
  await bench.command('Keepsake: Show Details');
  await new DetailsView(bench).tells('IMG_2337.HEIC');
  await grid.painted();
  await take(window, 'readme/grid.png', 700_000);
}

/** The sample has files that are empty or cut short; a picture to look at does without them. */
function tidy({ backup }: Places): void {
  for (const file of fs.globSync('2023/**/*.JPG', { cwd: backup }))
    if (/IMG_0000|recovered/.test(file)) fs.rmSync(path.join(backup, file));
}

async function draw(options: WindowOptions, draw: (window: Window) => Promise<void>): Promise<void> {
  // English as in the README: days before months.
  const window = await openWindow({ photos: 160, env: { LC_ALL: 'en_GB.UTF-8', LANG: 'en_GB.UTF-8' }, ...options });
  try {
    await draw(window);
  } catch (error) {
    await window.bench.screenshot('failed-pictures').catch(() => {});
    throw error;
  } finally {
    await window.close();
  }
}

setUp();
if (!isFresh()) pack();
process.env.KEEPSAKE_VSIX = vsixFile();
await draw({ width: 960, height: 640, prepare: tidy }, walkthrough);
await draw(
  {
    width: 960,
    height: 640,
    photos: 0,
    prepare: ({ scratch }) => {
      const downloads = path.join(scratch, 'Downloads');
      fs.mkdirSync(downloads);
      writeTakeoutZips(downloads, makeTakeout({ seed: 7, language: 'en', style: 'new', media: 400 }), 3, 7);
    },
  },
  plan,
);
await draw(
  {
    prepare: places => {
      tidy(places);
      keepsake(places, 'index');
      keepsake(places, 'verify');
    },
  },
  readme,
);
