/** Which photos are gone counts, not how many. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { sixOf } from '../../fixtures/exported.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('one photo comes back and another goes: the next export tells of the one that is gone now', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  for (const n of [1, 2]) await source.jpeg(`a/IMG_${n}.jpg`, 4000 * n);
  const exported = () =>
    backup.cli('export', source.path('a'), '--to', backup.root, '--metadata', 'none', '--json', '--absolute-paths');
  assert.deepEqual(sixOf(exported().summary), { copied: 2 });
  const [one, two] = [1, 2].map(n => backup.path('Unknown date', `IMG_${n}.jpg`)) as [string, string];
  const away = `${backup.cache}/away.jpg`;
  fs.renameSync(one, away);
  const first = exported();
  assert.deepEqual(sixOf(first.summary), { unchanged: 1, skipped: 1 });
  assert.match(String(first.findings('skipped')[0]?.path), /IMG_1\.jpg$/);
  fs.renameSync(away, one);
  fs.unlinkSync(two);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const second = exported();
  assert.deepEqual(sixOf(second.summary), { unchanged: 1, skipped: 1 });
  assert.deepEqual(
    second.findings('skipped').map(({ path }) => /[^/]*$/.exec(String(path))?.[0]),
    ['IMG_2.jpg'],
  );
});
