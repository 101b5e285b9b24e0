/** An export of a folder a second time ends at once where nothing has changed on either side; whatever has is seen. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { sixOf, treeOf } from '../../fixtures/exported.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

class Setting {
  readonly source: TempBackup;
  readonly backup: TempBackup;

  constructor(t: TestContext) {
    this.source = new TempBackup(t);
    this.backup = new TempBackup(t);
  }

  static async of(t: TestContext): Promise<Setting> {
    const setting = new Setting(t);
    for (let i = 1; i <= 3; i++) await setting.photo(i);
    assert.deepEqual(setting.run(), { copied: 3 });
    assert.deepEqual(setting.run(), { unchanged: 3 });
    return setting;
  }

  photo(day: number, seed = day): Promise<string> {
    return this.source.jpeg(`DCIM/${day}/IMG_2019070${day}_100000.jpg`, seed);
  }

  run(...more: string[]): Readonly<Record<string, number>> {
    const { backup, source } = this;
    const ran = backup.cli('export', source.path('DCIM'), '--to', backup.root, '--json', ...more);
    assert.equal(ran.status, 0, ran.stderr + ran.stdout);
    return sixOf(ran.summary);
  }
}

test('a file of the source that is new, changed, renamed or gone', async t => {
  const setting = await Setting.of(t);
  const { source, backup } = setting;
  await setting.photo(4);
  assert.deepEqual(setting.run(), { copied: 1, unchanged: 3 });
  const before = treeOf(backup.root);
  // Of the same size: by its time alone.
  const changed = await setting.photo(2, 20);
  fs.utimesSync(changed, 1_600_000_000, 1_600_000_000);
  assert.deepEqual(setting.run(), { copied: 1, unchanged: 3 });
  assert.deepEqual({ ...treeOf(backup.root), ...before }, treeOf(backup.root), 'what was there is there still');
  assert.deepEqual(setting.run(), { unchanged: 4 });
  fs.renameSync(source.path('DCIM/3/IMG_20190703_100000.jpg'), source.path('DCIM/3/another.jpg'));
  assert.deepEqual(setting.run(), { duplicates: 1, unchanged: 3 });
  fs.rmSync(source.path('DCIM/1'), { recursive: true });
  assert.deepEqual(setting.run(), { unchanged: 3 });
  assert.equal(Object.keys(treeOf(backup.root)).length, 5);
});

test('a photo that was deleted from the backup, put back, moved, or taken away by an undo', async t => {
  const setting = await Setting.of(t);
  const { backup } = setting;
  const photo = backup.path('2019/07/02/IMG_20190702_100000.jpg');
  const aside = path.join(backup.cache, 'aside.jpg');
  fs.renameSync(photo, aside);
  assert.deepEqual(setting.run(), { unchanged: 2, skipped: 1 });
  assert.deepEqual(setting.run(), { unchanged: 2, skipped: 1 });
  fs.renameSync(aside, photo);
  assert.deepEqual(setting.run(), { unchanged: 3 });
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(setting.run(), { copied: 3 });
  assert.deepEqual(setting.run(), { unchanged: 3 });
  fs.renameSync(photo, backup.path('the best.jpg'));
  assert.deepEqual(setting.run(), { unchanged: 3 });
});

test('what was chosen, and a folder that is a backup of others meanwhile', async t => {
  const setting = await Setting.of(t);
  assert.deepEqual(setting.run('--metadata', 'none'), { unchanged: 3 });
  // Of another backup nothing is known, whatever is known of the source.
  const other = new TempBackup(t);
  const { source } = setting;
  const ran = other.cli('export', source.path('DCIM'), '--to', other.root, '--json');
  assert.deepEqual(sixOf(ran.summary), { copied: 3 });
  assert.deepEqual(setting.run(), { unchanged: 3 });
});
