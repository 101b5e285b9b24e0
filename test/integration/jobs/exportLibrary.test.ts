/** An export of a Photos library a second time: nothing but stats where nothing has changed, and whatever has is seen. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { loadSqlite } from '../../../src/engine/sqlite/native.ts';
import { sixOf, treeOf } from '../../fixtures/exported.ts';
import { installFakeOsxphotos } from '../../fixtures/fakeOsxphotos.ts';
import { type LibraryPhoto, makePhotosLibrary, SCHEMAS, uuidOf } from '../../fixtures/photosLibrary.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { type CliResult, TempBackup } from '../../fixtures/tempBackup.ts';

const jpg = (serial: number): Buffer => takeoutMedia('jpg', serial);
const photo = (number: number, more: Partial<LibraryPhoto> = {}): LibraryPhoto => ({
  original: `IMG_${number}.JPG`,
  extension: '.jpeg',
  bytes: jpg(number),
  created: `2022-06-0${number}T12:00:00Z`,
  offset: 0,
  ...more,
});

class Setting {
  readonly backup: TempBackup;
  readonly outside: TempBackup;
  readonly library: string;

  constructor(t: TestContext, photosOf: (outside: TempBackup) => readonly LibraryPhoto[]) {
    this.backup = new TempBackup(t);
    this.outside = new TempBackup(t);
    this.library = makePhotosLibrary(this.outside.path('Mine.photoslibrary'), SCHEMAS['15'], photosOf(this.outside));
  }

  export(...more: string[]): CliResult {
    return this.backup.cli('export', this.library, '--to', this.backup.root, '--json', ...more);
  }

  /** Of the photos that are in the backup: their names, in order. */
  get names(): readonly string[] {
    return Object.keys(treeOf(this.backup.root)).map(name => name.slice(name.lastIndexOf('/') + 1));
  }
}

test('an unchanged library whose photo was deleted from the backup: it is told of, and brought again when that is asked for', t => {
  const setting = new Setting(t, () => [photo(1), photo(2)]);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 2 });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 2 });
  fs.rmSync(setting.backup.path('2022/06/02/IMG_2.JPG'));
  const without = setting.export();
  assert.deepEqual(sixOf(without.summary), { unchanged: 1, skipped: 1 });
  assert.match(String(without.findings('skipped')[0]?.message), /--again brings it back/);
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 1, skipped: 1 });
  assert.deepEqual(sixOf(setting.export('--again').summary), { copied: 1, unchanged: 1 });
  assert.deepEqual(setting.names, ['IMG_1.JPG', 'IMG_2.JPG']);
});

test('an unchanged library whose export was undone comes again', t => {
  const setting = new Setting(t, () => [photo(1), photo(2)]);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 2 });
  assert.equal(setting.backup.cli('undo', setting.backup.root).status, 0);
  assert.deepEqual(setting.names, []);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 2 });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 2 });
});

test('an unchanged library of which one photo was in iCloud only: it comes when it is on this computer', t => {
  const { bytes = Buffer.alloc(0), ...cloud } = photo(2);
  const setting = new Setting(t, () => [photo(1), cloud]);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, missing: 1 });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 1, missing: 1 });
  setting.outside.write(`Mine.photoslibrary/originals/2/${uuidOf(2)}.jpeg`, bytes);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, unchanged: 1 });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 2 });
  assert.deepEqual(setting.names, ['IMG_1.JPG', 'IMG_2.JPG']);
});

test('a photo that was edited since brings its edit, and its original stays', t => {
  const setting = new Setting(t, () => [photo(1), photo(2)]);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 2 });
  const before = treeOf(setting.backup.root);
  setting.outside.write(`Mine.photoslibrary/resources/renders/2/${uuidOf(2)}_1_201_a.jpeg`, jpg(102));
  const db = new (loadSqlite())(setting.outside.path('Mine.photoslibrary/database/Photos.sqlite'));
  db.prepare('UPDATE ZASSET SET ZADJUSTMENTSSTATE = 2 WHERE ZUUID = ?').run(uuidOf(2));
  db.close();
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, unchanged: 2 });
  const after = treeOf(setting.backup.root);
  assert.deepEqual(Object.keys(after), [...Object.keys(before), '2022/06/02/IMG_2_edited.jpeg']);
  assert.deepEqual({ ...after, ...before }, after);
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 3 });
});

const referring = (outside: TempBackup): LibraryPhoto => {
  const { bytes: _bytes, ...more } = photo(2, { directory: outside.path('drive'), filename: 'IMG_2.JPG' });
  return more;
};

test('an original that lies outside of the library: it is seen when it comes, changes or goes', t => {
  const setting = new Setting(t, outside => [photo(1), referring(outside)]);
  const { outside } = setting;
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, missing: 1 });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 1, missing: 1 });
  // The drive is plugged in.
  const original = outside.write('drive/IMG_2.JPG', jpg(2));
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, unchanged: 1 });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 2 });
  const before = treeOf(setting.backup.root);
  // Another program has written into it.
  outside.write('drive/IMG_2.JPG', jpg(3), 1_600_000_000);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, unchanged: 1 });
  const after = treeOf(setting.backup.root);
  assert.equal(Object.keys(after).length, 3);
  assert.deepEqual({ ...after, ...before }, after);
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 2 });
  fs.rmSync(original);
  const gone = setting.export();
  assert.deepEqual(sixOf(gone.summary), { unchanged: 1, missing: 1 });
  assert.match(String(gone.findings('online-only')[0]?.message), /Connect the drive/);
});

test('the same where osxphotos exports it', t => {
  const setting = new Setting(t, outside => [photo(1), referring(outside)]);
  const { program, calls } = installFakeOsxphotos(setting.outside.path('bin'), {});
  const asked = (): number => (fs.existsSync(calls) ? fs.readFileSync(calls, 'utf8').trim().split('\n').length : 0);
  const exported = (): CliResult => setting.export('--from', 'osxphotos', '--osxphotos', program);
  assert.deepEqual(sixOf(exported().summary), { copied: 1, missing: 1 });
  assert.deepEqual(sixOf(exported().summary), { unchanged: 1, missing: 1 });
  assert.equal(asked(), 1);
  setting.outside.write('drive/IMG_2.JPG', jpg(2));
  assert.deepEqual(sixOf(exported().summary), { copied: 1, unchanged: 1 });
  assert.deepEqual(sixOf(exported().summary), { unchanged: 2 });
  assert.equal(asked(), 2);
});
