import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { flipBit } from '../fixtures/tempBackup.ts';
import { jobsOn, keepsake, processes } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';

const rotten = '2025/06/08/IMG_2368.JPG';
const touched = '2024/01/13/L1000236.JPG';

const e2e = session({
  prepare: places => {
    keepsake(places, 'index');
    const settings = { 'keepsake.jobs': [{ name: 'Sizes every week', job: 'verify', options: { quick: true } }] };
    fs.mkdirSync(path.join(places.backup, '.vscode'));
    fs.writeFileSync(path.join(places.backup, '.vscode', 'settings.json'), JSON.stringify(settings));
  },
});
const timeout = 180_000;

const name = (file: string) => path.posix.basename(file);
const panelRow = (text: string | RegExp) =>
  e2e.bench.page.locator('.markers-panel .monaco-list-row', { hasText: text });
/** Waits until the Problems panel has a problem of this kind; two of them fail. */
const toldOnce = (code: string) => panelRow(code).waitFor();
/** A row of the side bar's trees below that of dates. */
const sideRow = (text: string | RegExp) => e2e.bench.page.locator('.sidebar .monaco-list-row', { hasText: text });
/** Opens a row of problems, which may be open. */
async function open(text: string | RegExp): Promise<void> {
  const row = sideRow(text).first();
  await row.waitFor();
  if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
}

async function dismiss(): Promise<void> {
  await e2e.bench.command('Notifications: Clear All Notifications');
}

test('the first verification records every file, and the details say when', { timeout }, async () => {
  const { bench } = e2e;
  await bench.show('Keepsake');
  const tree = new DateTree(bench);
  await tree.row('2025').click();
  const grid = new GridView(bench);
  await grid.cell(name(rotten)).click();
  await bench.command('Keepsake: Show Details');
  const details = new DetailsView(bench);
  await details.verified.filter({ hasText: 'Never verified' }).waitFor();
  await bench.command('Keepsake: Verify Backup');
  await bench.notification(/Verified \d+ files and found 1 empty\. No file was changed\./).waitFor();
  await details.verified.filter({ hasText: /^Verified .*Every byte is as it was recorded/s }).waitFor();
  const { document } = details;
  assert.match(await document.locator('.sha').first().innerText(), /^[0-9a-f]{8}…$/);
  await bench.screenshot('prove-verified');
  await dismiss();
});

test('one flipped bit is found, and leads to the photo', { timeout }, async () => {
  const { bench } = e2e;
  flipBit(path.join(e2e.backup, rotten), true);
  fs.appendFileSync(path.join(e2e.backup, touched), 'a program wrote here');
  // From the tree this time: the button in the title of the view of problems.
  await bench.page.locator('.pane-header', { hasText: 'Problems' }).hover();
  await bench.page
    .locator('.pane-header', { hasText: 'Problems' })
    .getByRole('button', { name: 'Verify Backup' })
    .click();
  await bench
    .notification(/and found 1 corrupt and 1 empty\. No file was changed\. To look at: 1 changed by another program\./)
    .waitFor();
  await bench.screenshot('prove-found');
  await dismiss();

  await bench.command('Problems: Focus on Problems View');
  await panelRow(name(rotten)).first().waitFor();
  await panelRow(/corrupt/)
    .first()
    .waitFor();
  await panelRow(/modified/)
    .first()
    .waitFor();
  // The catalog and the task tell the same, which is there once.
  for (const code of ['corrupt', 'modified', 'empty', 'no-capture-time']) await toldOnce(code);
  await bench.screenshot('prove-panel');

  await open(/^Corrupt/);
  await sideRow(name(rotten)).click();
  const grid = new GridView(bench);
  await grid.loupe.locator('.lbar b', { hasText: name(rotten) }).waitFor();
  await grid.loupe.locator('.note.error').waitFor();
  const details = new DetailsView(bench);
  await details.tells(name(rotten));
  await details.document.locator('.note.error').waitFor();
  await details.file(name(rotten)).locator('b', { hasText: 'corrupt' }).waitFor();
  await bench.screenshot('prove-loupe');
});

test('after a reload the Problems panel tells again what is known', { timeout }, async () => {
  const { bench } = e2e;
  await bench.page.reload();
  await bench.show('Keepsake');
  await sideRow(/^Corrupt/)
    .first()
    .waitFor();
  await bench.command('Problems: Focus on Problems View');
  await panelRow(/corrupt/)
    .first()
    .waitFor();
  for (const code of ['corrupt', 'modified', 'empty', 'no-capture-time']) await toldOnce(code);
  await bench.screenshot('prove-reloaded');
});

test('a change that was meant is accepted from the tree, after a question', { timeout }, async () => {
  const { bench } = e2e;
  await open(/^Changed by another program/);
  const row = sideRow(name(touched)).first();
  await row.hover();
  await row.getByRole('button', { name: /^Accept Change/ }).click();
  const dialog = bench.page.locator('.monaco-dialog-box');
  await dialog.filter({ hasText: touched }).waitFor();
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
  await sideRow(/^Changed by another program/).waitFor({ state: 'detached' });
  await sideRow(/^Corrupt/)
    .first()
    .waitFor();
  await bench.command('Problems: Focus on Problems View');
  await panelRow(/modified/).waitFor({ state: 'detached' });
  await toldOnce('corrupt');
  const sums = fs.readFileSync(path.join(e2e.backup, '.keepsake', 'SHA256SUMS'), 'utf8');
  const sum = crypto
    .createHash('sha256')
    .update(fs.readFileSync(path.join(e2e.backup, touched)))
    .digest('hex');
  assert.ok(sums.includes(`${sum}  ${touched}`), 'its present checksum is the recorded one');
});

test('jobs of the workspace settings run by name, as a command and as a task', { timeout }, async () => {
  const { bench } = e2e;
  await sideRow(/^Sizes every week/).waitFor();
  await bench.command('Keepsake: Run Job');
  await bench.quickRows('Sizes every week').first().click();
  await bench.notification(/Looked at 36 files by size and time/).waitFor();
  await dismiss();
  await bench.task('Sizes every week');
  await bench.notification(/Looked at 36 files/).waitFor();
  assert.match((await bench.terminalText()).replaceAll('\n', ''), /looked at by size and time/);
  await dismiss();
});

test('a job that runs is stopped, and goes on from there', { timeout }, async () => {
  const { bench } = e2e;
  // Much to read that takes no room: links to one file.
  const folder = path.join(e2e.backup, 'Camera tapes');
  fs.mkdirSync(folder);
  const [first = '', ...links] = Array.from({ length: 480 }, (_, i) => path.join(folder, `tape-${i + 1}.dat`));
  fs.writeFileSync(first, crypto.randomBytes(1 << 25));
  for (const link of links) fs.linkSync(first, link);
  keepsake(e2e, 'index');
  const row = sideRow(/^Verify/).first();
  await bench.command('Keepsake: Verify Backup');
  await row.filter({ hasText: /\d\s?%/ }).waitFor();
  await bench.page.locator('.statusbar-item', { hasText: /Verify \d/ }).waitFor();
  assert.equal(jobsOn(e2e.backup).length, 1);
  await bench.screenshot('prove-running');
  await bench.command('Keepsake: Stop Job');
  await row.filter({ hasText: 'stopped' }).waitFor();
  assert.deepEqual(jobsOn(e2e.backup), []);
  assert.equal(await bench.notification(/Verify/).count(), 0, 'who stopped it knows');
  assert.equal(
    keepsake(e2e, 'verify', '--older-than', '1h'),
    1,
    'only what was not proved yet, and the rot is still told',
  );
});

test('a server that was killed comes back by itself, and the views with it', { timeout }, async () => {
  const { bench } = e2e;
  const server = path.join(path.dirname(e2e.cli), 'server.js');
  const before = processes(server);
  assert.equal(before.length, 1, 'one server for this window');
  process.kill(before[0]?.pid ?? 0, 'SIGKILL');
  const tree = new DateTree(bench);
  const grid = new GridView(bench);
  await tree.row('2023').click();
  await grid.shows((await tree.one('2023')).count);
  await grid.painted();
  await grid.cell('DSC03147.JPG').click();
  await new DetailsView(bench).tells('DSC03147.JPG');
  const after = processes(server);
  assert.equal(after.length, 1);
  assert.notEqual(after[0]?.pid, before[0]?.pid);
});

test('photos that a verification found elsewhere are said to be shown where they were, until one click', {
  timeout,
}, async () => {
  const { bench } = e2e;
  // The film of links would be read again.
  fs.rmSync(path.join(e2e.backup, 'Camera tapes'), { recursive: true });
  fs.renameSync(path.join(e2e.backup, '2024'), path.join(e2e.backup, 'The year of the move'));
  await bench.command('Keepsake: Verify Backup');
  await bench.notification(/Index the backup to see moved and new photos where they are now/).waitFor();
  await dismiss();
  const grid = new GridView(bench);
  await new DateTree(bench).row('2024').click();
  const notice = grid.document.locator('.notice', { hasText: /files were moved or added/ });
  await notice.waitFor();
  await bench.page.locator('.sidebar .message', { hasText: /moved or added since/ }).waitFor();
  await bench.screenshot('prove-moved');
  await notice.getByRole('button', { name: 'Index Backup' }).click();
  await notice.waitFor({ state: 'hidden' });
  await grid.painted();
  await grid.cell(name(touched)).locator('img:not([hidden])').waitFor();
  await grid.cell(name(touched)).click();
  await new DetailsView(bench).document.locator('[title*="The year of the move"]').first().waitFor();
});
