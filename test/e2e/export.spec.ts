import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { installFakeOsxphotos } from '../fixtures/fakeOsxphotos.ts';
import { type LibraryPhoto, makePhotosLibrary, SCHEMAS } from '../fixtures/photosLibrary.ts';
import { makeTakeout, writeTakeoutZips } from '../fixtures/takeout.ts';
import { takeoutMedia } from '../fixtures/takeoutMedia.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { eventually } from './eventually.ts';
import { GridView } from './gridView.ts';
import { QuickPick } from './quickPick.ts';
import { session } from './session.ts';

const library = (scratch: string): string => path.join(scratch, 'Mine.photoslibrary');
const takeout = makeTakeout({ seed: 7, language: 'en', style: 'mixed', media: 60 });
const e2e = session({
  photos: 0,
  prepare: ({ scratch, backup }) => {
    fs.mkdirSync(path.join(scratch, 'Downloads'));
    writeTakeoutZips(path.join(scratch, 'Downloads'), takeout, 3, 7);
    fs.mkdirSync(path.join(scratch, 'Card'));
    const photo = takeout.files.find(file => file.path.endsWith('.jpg') && file.bytes.length > 0);
    fs.writeFileSync(path.join(scratch, 'Card', 'IMG_20300102_030405.jpg'), photo?.bytes ?? '');
    fs.appendFileSync(path.join(scratch, 'Card', 'IMG_20300102_030405.jpg'), 'another');
    const jobs = [{ name: 'Camera card', job: 'export', options: { source: '../Card', metadata: 'none' } }];
    fs.mkdirSync(path.join(scratch, 'icloud'));
    const icloudpd = path.join(scratch, 'icloud', 'icloudpd');
    fs.copyFileSync(path.join(import.meta.dirname, '../fixtures/fakeIcloudpd.mjs'), `${icloudpd}.mjs`);
    fs.writeFileSync(icloudpd, `#!/bin/sh\nexec '${process.execPath}' '${icloudpd}.mjs' "$@"\n`, { mode: 0o755 });
    fs.writeFileSync(path.join(scratch, 'icloud', 'a.jpg'), Buffer.concat([photo?.bytes ?? Buffer.of(), Buffer.of(1)]));
    const photos = [{ id: 'A', name: 'IMG_0001.JPG', created: '2031-05-06T07:08:09Z', file: 'a.jpg' }];
    const account = { photos, password: 'secret words', code: '123456' };
    fs.writeFileSync(path.join(scratch, 'icloud', 'icloud.json'), JSON.stringify(account));
    const { program: osxphotos } = installFakeOsxphotos(path.join(scratch, 'osxphotos'));
    const shot = (number: number): LibraryPhoto => ({
      original: `IMG_000${number}.JPG`,
      extension: '.jpeg',
      bytes: takeoutMedia('jpg', 500 + number),
      created: `2032-06-0${number}T12:00:00Z`,
      offset: 0,
      albums: ['Summer'],
    });
    makePhotosLibrary(library(scratch), SCHEMAS['15'], [shot(1), shot(2)]);
    fs.mkdirSync(path.join(backup, '.vscode'));
    fs.writeFileSync(
      path.join(backup, '.vscode', 'settings.json'),
      JSON.stringify({
        'keepsake.jobs': jobs,
        'keepsake.icloudpd.path': icloudpd,
        'keepsake.osxphotos.path': osxphotos,
      }),
    );
  },
});
const timeout = 240_000;

/** Where the photos come to: a folder that is not there before. */
const target = () => path.join(e2e.scratch, 'New Photos');

/** Lines of the editor that are seen. */
async function editorText(): Promise<string> {
  const lines = await e2e.bench.page.locator('.editor-instance .view-lines .view-line').allInnerTexts();
  return lines.map(line => line.replaceAll('\u00a0', ' ')).join('\n');
}

/** The number before these words in the plan that is shown. */
async function planned(words: string): Promise<number> {
  const [, count = ''] = new RegExp(`([\\d,]+) ${words}`).exec(await editorText()) ?? [];
  return Number(count.replaceAll(',', ''));
}

const lens = (text: string) => e2e.bench.page.locator('.codelens-decoration a', { hasText: text });

/** Answers the question that VS Code asks in a window of its own. */
async function confirm(button: string): Promise<string> {
  const dialog = e2e.bench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  const text = await dialog.innerText();
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  return text;
}

test('a folder without photos offers to bring some in, step by step and back', { timeout }, async () => {
  const { bench, scratch } = e2e;
  await bench.show('Keepsake');
  await bench.page.locator('.welcome-view-content a', { hasText: 'Export…' }).first().click();
  const pick = new QuickPick(bench);
  await pick.asks(/brought in from/, '1/4');
  await bench.screenshot('export-kind');
  await pick.take('Apple’s Data Archive');
  await pick.asks(/Which files or folders/, '2/4');
  await pick.back();
  await pick.asks(/brought in from/, '1/4');
  await pick.take('Google Takeout');

  await pick.asks(/Which files or folders/, '2/4');
  const [zip = ''] = fs.globSync(path.join(scratch, 'Downloads', '*-001.zip'));
  await pick.take('Choose Files');
  await pick.path('Files to Export From', zip);
  await pick.asks(/Add what belongs/, '2/4');
  await pick.take('Choose a Folder');
  await pick.path('Folder to Export From', path.join(scratch, 'Downloads'));
  await pick.asks(/Add what belongs/, '2/4');
  await bench.screenshot('export-sources');
  // What was chosen is taken out again by Enter on it: the folder has that zip too.
  await pick.take(path.basename(zip));
  await pick.asks(/Add what belongs/, '2/4');
  assert.match((await pick.rows())[0] ?? '', /Go On with Downloads/);
  await pick.enter();

  await pick.asks(/Which backup/, '3/4');
  assert.match((await pick.rows())[0] ?? '', /Family Photos[\s\S]*Not a backup yet/);
  await bench.screenshot('export-backup');
  await pick.take('A New Folder');
  await pick.path('Where to Put the New Folder', `${scratch}/`, 'Downloads');
  await bench.quickInput.locator('.quick-input-message', { hasText: 'The name of the new folder' }).waitFor();
  await bench.page.keyboard.press('Control+A');
  await bench.page.keyboard.type('Family Photos');
  await bench.quickInput.locator('.quick-input-message', { hasText: 'already' }).waitFor();
  await bench.page.keyboard.press('Control+A');
  await bench.page.keyboard.type(path.basename(target()));
  await bench.quickInput.locator('.quick-input-message', { hasText: 'The name of the new folder' }).waitFor();
  await pick.enter();

  await pick.asks(/Make the plan/, '4/4');
  await bench.screenshot('export-choices');
  await pick.take('What a File Lacks');
  await pick.asks(/its file lacks/, '4/4');
  await pick.take('into an XMP beside it');
  await pick.asks(/Make the plan/, '4/4');
  assert.match((await pick.rows()).join('\n'), /What a File Lacks\s*into an XMP beside it/);
  assert.equal(fs.existsSync(target()), false, 'asking changes nothing');
});

let copied = 0;

test('the plan is shown before anything is done, with what was found', { timeout }, async () => {
  const { bench } = e2e;
  await bench.quickRows('Make the Plan').first().click();
  await bench.notification(/The plan is ready: \d+ photos and videos to copy/).waitFor();
  await bench.screenshot('export-plan');
  await bench.command('Notifications: Clear All Notifications');
  await lens('Export Now').waitFor();
  const all = await planned('photos and videos in the source');
  copied = await planned('new: they will be copied');
  const rest = ['in the backup already', 'left out', 'that the source tells of'];
  let sum = copied;
  for (const words of rest) sum += await planned(words);
  assert.equal(sum, all, 'every photo is accounted for');
  const text = await editorText();
  assert.match(text, /^Export from Google Takeout, 3 zips/);
  assert.match(text, new RegExp(`To +${target()}`));
  assert.match(text, /Empty file: 1/);
  assert.equal(fs.existsSync(target()), false, 'a plan changes nothing');
  await bench.command('Problems: Focus on Problems View');
  await bench.page.locator('.markers-panel .monaco-list-row', { hasText: 'has no bytes' }).first().waitFor();
  await bench.command('View: Hide Panel');
});

for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const)
  test(`the plan is readable in the theme “${theme}”`, { timeout }, async () => {
    await e2e.bench.theme(theme);
    await lens('Export Now').waitFor();
    await e2e.bench.screenshot(`export-plan-${theme}`);
  });

test('it is done as a task; the photos come into tree and grid, with their albums', { timeout }, async () => {
  const { bench } = e2e;
  await lens('Export Now').click();
  const rows = bench.page.locator('.terminal-wrapper.active .xterm-rows');
  await rows.filter({ hasText: /Looking|Reading|Applying|Applied \d+ of/ }).waitFor();
  await bench.notification(new RegExp(`${copied} photos and videos came in`)).waitFor();
  await bench.screenshot('export-done');
  await bench
    .notification(/came in/)
    .getByRole('button', { name: 'Verify Backup' })
    .waitFor();
  await bench.command('Notifications: Clear All Notifications');
  await bench.command('View: Hide Panel');
  // A plan that was shown and applied is an export, in the list of jobs too.
  const jobs = bench.page
    .locator('.sidebar .pane')
    .filter({ has: bench.page.locator('.pane-header[aria-label^="Jobs"]') });
  await jobs.locator('.monaco-list-row', { hasText: /^Export.* came in/ }).waitFor();
  assert.equal(await jobs.locator('.monaco-list-row', { hasText: 'Apply Plan' }).count(), 0);

  const tree = new DateTree(bench);
  const grid = new GridView(bench);
  // The tree may be read a moment before it has the last of them.
  await eventually(async () => {
    const { count } = await tree.one('All photos');
    assert.equal(Number.parseInt(await grid.counts.locator('b').innerText(), 10), count);
    assert.equal((await grid.all()).length, count);
  });
  // A photo that is in an album and in no place twice: its name is its own.
  const titles = takeout.instances.map(({ photo }) => photo.title);
  const own = takeout.instances.find(
    ({ photo, sidecar, files }) =>
      sidecar === 'paired' &&
      photo.albums.size > 0 &&
      files.length === 1 &&
      !photo.trashed &&
      !photo.locked &&
      titles.filter(title => title === photo.title).length === 1 &&
      /^IMG_\d+\.jpg$/.test(files[0] ?? ''),
  );
  assert.ok(own, 'the fixture has such a photo');
  const [album = ''] = own.photo.albums;
  await bench.command('Keepsake: Sort Photos');
  await bench.quickRows('Name').first().click();
  await grid.cell(own.files[0] ?? '').click();
  await bench.command('Keepsake: Show Details');
  const details = new DetailsView(bench);
  await details.tells(own.files[0] ?? '');
  await details.value('Albums').filter({ hasText: album }).waitFor();
  await bench.screenshot('export-photo');
});

test('again: there is nothing to bring in', { timeout }, async () => {
  const { bench, scratch } = e2e;
  await bench.command('Keepsake: Export…');
  const pick = new QuickPick(bench);
  await pick.asks(/brought in from/, '1/4');
  await pick.enter();
  await pick.asks(/Which files or folders/, '2/4');
  await pick.take('Choose a Folder');
  await pick.path('Folder to Export From', path.join(scratch, 'Downloads'));
  await pick.asks(/Add what belongs/, '2/4');
  await pick.enter();
  await pick.asks(/Which backup/, '3/4');
  assert.match((await pick.rows())[0] ?? '', /New Photos[\s\S]*The backup that is open/);
  await pick.enter();
  await pick.asks(/Make the plan/, '4/4');
  await pick.enter();
  await bench.notification('There is nothing to bring in').waitFor();
  await bench.command('Notifications: Clear All Notifications');
});

test('the export is taken back: its files lie in the quarantine, and none is shown', { timeout }, async () => {
  const { bench } = e2e;
  await bench.command('Keepsake: Undo Last Change');
  assert.match(await confirm('Undo'), /Undo “Export from Google Takeout/);
  await bench.notification(/Took back \d+ of \d+ actions/).waitFor();
  await bench.command('Notifications: Clear All Notifications');
  await eventually(async () => assert.equal(await new DateTree(bench).row('All photos').count(), 0));
  await bench.command('Keepsake: Show Details');
  await new DetailsView(bench).document.locator('p.nothing').waitFor();
  const kept = fs.globSync('.keepsake/quarantine/**/*.{jpg,JPG,mp4,HEIC,MOV,png}', { cwd: target() });
  assert.ok(kept.length > 0);
});

test('a plan from elsewhere is shown, asked about once, and applied', { timeout }, async () => {
  const { bench } = e2e;
  const file = path.join(target(), 'other.plan.jsonl');
  const identity = JSON.parse(fs.readFileSync(path.join(target(), '.keepsake', 'backup.json'), 'utf8')) as {
    id: string;
  };
  const lines = [
    { type: 'plan', version: 1, job: 'edit', backup: identity.id, created: '2026-11-22T10:00:00Z', title: 'A note' },
    { type: 'action', id: 1, action: 'copy', text: 'Hello', to: 'notes/hello.txt', mtime: null, why: 'to be polite' },
  ];
  fs.writeFileSync(file, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  await bench.command('File: Open File...');
  await new QuickPick(bench).path('Open File', file);
  await bench.page.locator('.tab.active', { hasText: 'other.plan.jsonl' }).waitFor();
  await bench.command('Keepsake: Show Plan');
  await lens('Apply Plan…').waitFor();
  assert.match(await editorText(), /copy +a text -> notes\/hello\.txt +\(to be polite\)/);
  await bench.screenshot('export-other-plan');
  await lens('Apply Plan…').click();
  assert.match(await confirm('Apply'), /Apply other\.plan\.jsonl to New Photos\?/);
  await bench.notification(/Applied 1 of 1 actions/).waitFor();
  assert.equal(fs.readFileSync(path.join(target(), 'notes', 'hello.txt'), 'utf8'), 'Hello');
  await lens('Applied').waitFor();
  await bench.command('Notifications: Clear All Notifications');
});

test('an export that the settings describe is a task like the others', { timeout }, async () => {
  const { bench } = e2e;
  await bench.task('Camera card');
  await bench.notification(/1 photo or video came in/).waitFor();
  assert.ok(fs.existsSync(path.join(target(), '2030', '01', '02', 'IMG_20300102_030405.jpg')));
  await new DateTree(bench).row('2030').waitFor();
});

test('photos come from iCloud directly; the sign-in is typed into the terminal', { timeout }, async () => {
  const { bench } = e2e;
  await bench.command('Notifications: Clear All Notifications');
  await bench.command('Keepsake: Export…');
  const pick = new QuickPick(bench);
  await pick.asks(/brought in from/, '1/4');
  await pick.take('iCloud, Directly');
  await bench.quickInput.locator('.quick-input-message', { hasText: 'Your Apple ID' }).waitFor();
  await bench.page.keyboard.type('me@example.com');
  await pick.enter();
  await pick.asks(/Which backup/, '3/4');
  await pick.enter();
  await pick.asks(/icloudpd fetches what is new/, '4/4');
  await bench.quickRows('Export Now').first().waitFor();
  await pick.enter();
  const terminal = bench.page.locator('.terminal-wrapper.active .xterm-rows');
  await terminal.filter({ hasText: 'iCloud Password for me@example.com' }).waitFor();
  await bench.page.keyboard.type('secret words');
  await bench.page.keyboard.press('Enter');
  await terminal.filter({ hasText: 'two-factor authentication code' }).waitFor();
  await bench.page.keyboard.type('123456');
  await bench.page.keyboard.press('Enter');
  await bench.notification(/1 photo or video came in/).waitFor();
  await bench.screenshot('export-icloud');
  await new DateTree(bench).row('2031').waitFor();
});

test('osxphotos fetches what is new in a Photos library, once it was seen what would come', { timeout }, async () => {
  const { bench, scratch } = e2e;
  await bench.command('Notifications: Clear All Notifications');
  await bench.command('View: Hide Panel');
  await bench.command('Keepsake: Export…');
  const pick = new QuickPick(bench);
  await pick.asks(/brought in from/, '1/4');
  await pick.take('Photos Library, by osxphotos');
  await pick.asks(/Which files or folders/, '2/4');
  await pick.take('Choose a Folder');
  await pick.path('Folder to Export From', library(scratch));
  await pick.asks(/Add what belongs/, '2/4');
  await pick.enter();
  await pick.asks(/Which backup/, '3/4');
  assert.match((await pick.rows())[0] ?? '', /New Photos[\s\S]*The backup that is open/);
  await pick.enter();
  await pick.asks(/osxphotos fetches what is new/, '4/4');
  await bench.quickRows('See What Would Come').first().waitFor();
  await pick.enter();
  const offer = bench.notification('2 of 2 photos and videos would be fetched');
  await offer.waitFor();
  await bench.screenshot('export-osxphotos');
  assert.equal(fs.existsSync(path.join(target(), '2032')), false, 'to look changes nothing');
  await offer.getByRole('button', { name: 'Export Now' }).click();
  await bench.notification(/2 photos and videos came in/).waitFor();
  await new DateTree(bench).row('2032').waitFor();
  assert.ok(fs.existsSync(path.join(target(), '2032', '06', '02', 'IMG_0002.JPG')));
  assert.equal(fs.existsSync(path.join(target(), '.keepsake', 'driven.json')), false);

  await bench.command('Notifications: Clear All Notifications');
  await bench.command('Keepsake: Export…');
  await pick.asks(/brought in from/, '1/4');
  await pick.take('Photos Library, by osxphotos');
  await pick.asks(/Which files or folders/, '2/4');
  await pick.take('Choose a Folder');
  await pick.path('Folder to Export From', library(scratch));
  await pick.asks(/Add what belongs/, '2/4');
  await pick.enter();
  await pick.asks(/Which backup/, '3/4');
  await pick.enter();
  await pick.asks(/osxphotos fetches what is new/, '4/4');
  await pick.enter();
  await bench.notification('There is nothing to bring in').waitFor();
});

test('nothing left this machine, and nothing was blocked', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
