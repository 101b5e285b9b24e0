import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { eventually } from './eventually.ts';
import { GridView } from './gridView.ts';
import { QuickPick } from './quickPick.ts';
import { session } from './session.ts';

const e2e = session({
  prepare: places => {
    keepsake(places, 'index');
    keepsake(places, 'verify');
  },
  settings: { 'keepsake.watch': true },
});
const timeout = 180_000;
let grid: GridView;
let tree: DateTree;
let details: DetailsView;
let before = 0;

const files = (name: string): string => {
  const found = fs.readdirSync(e2e.backup, { recursive: true, encoding: 'utf8' }).find(file => file.endsWith(name));
  assert.ok(found, name);
  return path.join(e2e.backup, found);
};
const outside = (file: string, ...args: string[]) =>
  execFileSync('exiftool', ['-q', '-overwrite_original', ...args, file]);

test('what another program writes into a photo is shown without a button', { timeout }, async () => {
  const { bench } = e2e;
  grid = new GridView(bench);
  tree = new DateTree(bench);
  details = new DetailsView(bench);
  await bench.show('Keepsake');
  await tree.row('2023').click();
  before = (await tree.one('2023')).count;
  await grid.shows(before);
  await grid.painted();
  await grid.cell('DSC03147.JPG').click();
  await bench.command('Keepsake: Show Details');
  await details.tells('DSC03147.JPG');
  outside(files('DSC03147.JPG'), '-XMP-dc:Title=Written elsewhere');
  await details.document.getByText('Written elsewhere').first().waitFor();
  // What was verified is not what lies there now.
  await details.document.locator('.verified', { hasText: /Last known whole/ }).waitFor();
  await bench.page.getByText('Changed on the disk by other programs: 1 changed').waitFor();
  await bench.screenshot('watch-changed');
});

test('a photo that comes or goes is in tree and grid, or out of them', { timeout }, async () => {
  const photo = files('DSC03147.JPG');
  const copy = path.join(path.dirname(photo), 'copied.jpg');
  fs.copyFileSync(photo, copy);
  await grid.shows(before + 1);
  await eventually(async () => assert.equal((await tree.one('2023')).count, before + 1));
  fs.rmSync(copy);
  await grid.shows(before);
  await eventually(async () => assert.equal((await tree.one('2023')).count, before));
});

test('an edit that was planned before another program wrote leaves that file as it is, and says so', {
  timeout,
}, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  keepsake(e2e, 'accept', files('DSC03147.JPG'));
  await grid.cell('DSC03147.JPG').click();
  await grid.cell('IMG_2337.HEIC').click({ modifiers: ['ControlOrMeta'] });
  await bench.command('Keepsake: Edit Metadata…');
  const pick = new QuickPick(bench);
  await pick.asks(/What to change/, '1/2');
  await pick.take('Add Keyword');
  await bench.quickInput.filter({ hasText: 'A keyword that they all get' }).waitFor();
  await keyboard.type('summer');
  await pick.enter();
  await bench.notification(/The plan is ready: 2 photos to be edited/).waitFor();
  const [stays, goes] = [files('DSC03147.JPG'), files('IMG_2337.HEIC')];
  outside(stays, '-XMP-dc:Rights=Somebody');
  const [bytes, other] = [fs.readFileSync(stays), fs.readFileSync(goes)];
  await bench.command('Keepsake: Apply Edit');
  await bench.notification(/Wrote 1 of 2 files; 1 left alone/).waitFor();
  assert.deepEqual(fs.readFileSync(stays), bytes);
  assert.notDeepEqual(fs.readFileSync(goes), other);
  await bench.screenshot('watch-refused');
});
