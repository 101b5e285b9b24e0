import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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
import type { Theme } from './settings.ts';

const e2e = session({
  prepare: places => {
    keepsake(places, 'index');
    keepsake(places, 'verify');
  },
});
const timeout = 300_000;
let grid: GridView;
let details: DetailsView;
let before: Readonly<Record<string, string>>;

/** SHA-256 of every file of the person's. */
function sums(): Readonly<Record<string, string>> {
  const { backup } = e2e;
  const files = fs
    .readdirSync(backup, { recursive: true, encoding: 'utf8' })
    .filter(name => !/^\.(keepsake|vscode)/.test(name) && fs.statSync(path.join(backup, name)).isFile());
  const sum = (name: string) =>
    createHash('sha256')
      .update(fs.readFileSync(path.join(backup, name)))
      .digest('hex');
  return Object.fromEntries(files.sort().map(name => [name, sum(name)]));
}

const changed = (): readonly string[] => {
  const now = sums();
  return Object.keys(now).filter(name => now[name] !== before[name]);
};

/** Lines of one side of the comparison in the editor. */
async function side(which: 'original' | 'modified'): Promise<string> {
  const lines = await e2e.bench.page.locator(`.editor-instance .editor.${which} .view-line`).allInnerTexts();
  return lines.map(line => line.replaceAll('\u00a0', ' ')).join('\n');
}

async function confirm(button: string): Promise<void> {
  const dialog = e2e.bench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('without a selection it says what to do', { timeout }, async () => {
  const { bench } = e2e;
  grid = new GridView(bench);
  details = new DetailsView(bench);
  before = sums();
  await bench.show('Keepsake');
  await bench.command('Keepsake: Edit Metadata…');
  await bench.notification(/Select the photos/).waitFor();
  await bench.command('Notifications: Clear All Notifications');
});

test('what is asked is checked while it is typed, and there is a way back', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await new DateTree(bench).row('2023').click();
  await grid.painted();
  // A JPEG, and a live photo: of that the still gets the words.
  await grid.document.locator('.cell[data-index="0"]').click();
  await grid.cell('IMG_2337.HEIC').click({ modifiers: ['ControlOrMeta'] });
  await bench.command('Keepsake: Edit Metadata…');
  const pick = new QuickPick(bench);
  await pick.asks(/What to change/, '1/2');
  await bench.screenshot('edit-what');
  await pick.take('Shift Date and Time');
  const message = bench.quickInput.locator('.quick-input-message');
  await message.filter({ hasText: 'How much later' }).waitFor();
  await keyboard.type('soon');
  await message.filter({ hasText: 'Write for example +1h' }).waitFor();
  await bench.screenshot('edit-wrong');
  // It selects the text, not the photos behind it.
  await keyboard.press('Control+A');
  await keyboard.type('+1h');
  await message.filter({ hasText: 'How much later' }).waitFor();
  await pick.back();
  await pick.asks(/What to change/, '1/2');
  await pick.take('Add Keyword');
  await message.filter({ hasText: 'A keyword that they all get' }).waitFor();
  await keyboard.type('summer');
  await pick.enter();
});

test('what files say before and after stands side by side, and nothing is changed yet', { timeout }, async () => {
  const { bench } = e2e;
  await bench.page.locator('.editor-instance .editor.modified .view-line').first().waitFor();
  await eventually(async () => {
    assert.match(await side('modified'), /XMP-dc:Subject: .*summer/);
  });
  assert.doesNotMatch(await side('original'), /summer/);
  assert.match(await side('original'), /IMG_2337\.HEIC/);
  await bench.notification(/The plan is ready: 2 photos to be edited/).waitFor();
  assert.deepEqual(changed(), []);
  for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const satisfies readonly Theme[]) {
    await bench.theme(theme);
    await bench.screenshot(`edit-plan-${theme}`);
  }
});

test('the edit is applied as a task, and the details say it', { timeout }, async () => {
  const { bench } = e2e;
  // The notification may have gone by itself: the button above the comparison stays.
  await bench.command('Keepsake: Apply Edit');
  await bench.notification(/Wrote 2 of 2 files/).waitFor();
  await bench.screenshot('edit-applied');
  assert.equal(changed().length, 2);
  await bench.command('View: Close All Editors');
  await bench.command('Notifications: Clear All Notifications');
  await new DateTree(bench).row('2023').click();
  await grid.painted();
  await grid.cell('IMG_2337.HEIC').click();
  await bench.command('Keepsake: Show Details');
  await details.tells('IMG_2337.HEIC');
  await details.document.getByText('summer').first().waitFor();
  await bench.screenshot('edit-details');
});

test('an undo gives back the same bytes', { timeout }, async () => {
  const { bench } = e2e;
  await bench.command('Keepsake: Undo Last Change…');
  await confirm('Undo');
  await bench.notification(/Took back 2 of 2 actions/).waitFor();
  assert.deepEqual(changed(), []);
  await eventually(async () => {
    assert.equal(await details.document.getByText('summer').count(), 0);
  });
});

test('the form in the details: checked as it is typed, planned, applied', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await bench.command('View: Close All Editors');
  await bench.command('Notifications: Clear All Notifications');
  await new DateTree(bench).row('2023').click();
  await grid.painted();
  await grid.cell('IMG_2337.HEIC').click();
  await details.tells('IMG_2337.HEIC');
  await keyboard.press('m');
  const { document } = details;
  const form = document.locator('form.frm');
  await form.waitFor();
  const place = form.locator('vscode-text-field:has-text("Coordinates") input');
  await place.fill('https://www.openstreetmap.org/?mlat=146.9480&mlon=7.4474');
  await form.getByText('This is no place').waitFor();
  await bench.screenshot('edit-form-wrong');
  await place.fill('https://www.openstreetmap.org/?mlat=46.9480&mlon=7.4474#map=15/46.9480/7.4474');
  await form.getByText('46.948, 7.4474').waitFor();
  await form.locator('vscode-text-area textarea').fill('Line one\n<img src=x onerror=alert(1)>');
  await form.locator('vscode-text-field:has-text("Keywords") input').fill('bear');
  await keyboard.press('Enter');
  await form.locator('.chip.new', { hasText: 'bear' }).waitFor();
  for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const satisfies readonly Theme[]) {
    await bench.theme(theme);
    await bench.screenshot(`edit-form-${theme}`);
  }
  await form.locator('vscode-button', { hasText: 'Preview Plan' }).click();
  await bench.page.locator('.editor-instance .editor.modified .view-line').first().waitFor();
  await eventually(async () => {
    assert.match(await side('modified'), /XMP-dc:Subject: .*bear/);
  });
  assert.match(await side('modified'), /GPSLatitude: 46\.948/);
  assert.deepEqual(changed(), []);
  await form.locator('vscode-button', { hasText: 'Apply' }).click();
  await bench.notification(/Wrote \d of \d files?/).waitFor();
  assert.ok(changed().length > 0);
  await document.getByText('<img src=x onerror=alert(1)>').waitFor();
  await document.getByText('46.948, 7.4474').waitFor();
  await bench.screenshot('edit-form-applied');
  await bench.command('View: Close All Editors');
  await bench.command('Keepsake: Undo Last Change…');
  await confirm('Undo');
  await bench.notification(/Took back \d of \d actions?/).waitFor();
  assert.deepEqual(changed(), []);
});

test('what one photo says is pasted onto another', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await bench.command('Notifications: Clear All Notifications');
  await new DateTree(bench).row('2023').click();
  await grid.painted();
  await grid.cell('IMG_2337.HEIC').click();
  await details.tells('IMG_2337.HEIC');
  await keyboard.press('Control+Shift+C');
  await bench.page.getByText('Metadata of IMG_2337.HEIC can be pasted').first().waitFor();
  await grid.document.locator('.cell[data-index="0"]').click();
  await bench.command('Keepsake: Paste Metadata…');
  await bench.quickInput.getByText('Keywords').first().waitFor();
  await bench.screenshot('edit-paste');
  // The place is what is copied most, and chosen already.
  await bench.quickInput.getByRole('button', { name: 'OK' }).click();
  await bench.page.locator('.editor-instance .editor.modified .view-line').first().waitFor();
  await eventually(async () => {
    assert.match(await side('modified'), /GPSLatitude: 38\.6/);
  });
  assert.deepEqual(changed(), []);
  await bench.command('View: Close All Editors');
});

test('nothing left this machine, and no page wanted what its policy forbids', { timeout }, () => {
  e2e.traffic.assertStayedHere();
  e2e.traffic.assertNothingBlocked();
});
