import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { jobsOn, keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';

const e2e = session({
  workspaceTrust: true,
  settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
  // A folder that somebody else has prepared: its settings name a program of theirs.
  prepare: places => {
    keepsake(places, 'index');
    const trap = path.join(places.backup, 'trap.sh');
    fs.writeFileSync(trap, `#!/bin/sh\ntouch '${places.scratch}/sprung'\n`, { mode: 0o755 });
    const settings = {
      'keepsake.ffmpegPath': trap,
      'keepsake.cacheFolder': path.join(places.scratch, 'their cache'),
      'keepsake.jobs': [{ name: 'Their job', job: 'verify' }],
    };
    fs.mkdirSync(path.join(places.backup, '.vscode'));
    fs.writeFileSync(path.join(places.backup, '.vscode', 'settings.json'), JSON.stringify(settings));
    recorded = written(places.backup);
  },
});
const timeout = 180_000;
let recorded: readonly string[] = [];

/** Every file of the backup's own folder, with its time. */
function written(backup: string): readonly string[] {
  return fs
    .globSync('.keepsake/**/*', { cwd: backup })
    .sort()
    .map(file => `${file} ${fs.statSync(path.join(backup, file)).mtimeMs}`);
}

test('in Restricted Mode the tree and the photos are there', { timeout }, async () => {
  const { bench } = e2e;
  await bench.show('Keepsake');
  const tree = new DateTree(bench);
  await bench.page.locator('.sidebar', { hasText: 'Looking only' }).first().waitFor();
  const { count } = await tree.one('All photos');
  await tree.row('All photos').click();
  const grid = new GridView(bench);
  await grid.shows(count);
  const cells = await grid.all();
  assert.equal(cells.length, count);
  assert.ok(cells.find(cell => cell.label.startsWith('IMG_2368.JPG'))?.painted, 'a JPEG needs no other program');
  const film = cells.find(cell => cell.label.startsWith('IMG_0439.MOV'));
  assert.ok(film && !film.painted && film.stand !== '', 'a video says why it has no picture');
  await grid.cell('IMG_0439.MOV').scrollIntoViewIfNeeded();
  await bench.screenshot('restricted-grid');
  await tree.row('2023').click();
  await grid.cell('IMG_2337.HEIC').click();
  await bench.command('Keepsake: Show Details');
  await new DetailsView(bench).tells('IMG_2337.HEIC');
});

test('jobs are not offered, neither as commands nor in the views nor as tasks', { timeout }, async () => {
  const { bench } = e2e;
  await bench.palette('Keepsake: Show');
  await bench.quickRows('Keepsake: Show All Photos').first().waitFor();
  for (const title of ['Index Backup', 'Verify Backup', 'Run Job', 'Export', 'Apply Plan', 'Undo Last Change']) {
    await bench.palette(`Keepsake: ${title}`);
    await bench.page.waitForTimeout(300);
    assert.equal(await bench.quickRows(`Keepsake: ${title}`).count(), 0, title);
  }
  await bench.page.keyboard.press('Escape');
  for (const view of ['Dates', 'Problems', 'Jobs']) {
    const header = bench.page.locator('.sidebar .pane-header', { hasText: view });
    await header.hover();
    assert.equal(await header.getByRole('button', { name: /Index|Verify|Run|Export|Undo/ }).count(), 0, view);
  }
});

test('nothing of the folder ran, and nothing was written into it', { timeout }, () => {
  assert.equal(fs.existsSync(path.join(e2e.scratch, 'sprung')), false);
  assert.equal(fs.existsSync(path.join(e2e.scratch, 'their cache')), false);
  assert.deepEqual(jobsOn(e2e.backup), []);
  assert.deepEqual(written(e2e.backup), recorded);
});
