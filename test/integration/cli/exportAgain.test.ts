/** A second export of a folder: the walks over both sides are begun before the job, and miss nothing that changed. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a second export of a folder finds nothing, until a photo is new there, other, or gone here', async t => {
  const card = new TempBackup(t);
  const backup = new TempBackup(t);
  for (let i = 1; i <= 3; i++) await card.jpeg(`DCIM/100/IMG_2019070${i}_100000.jpg`, 60 * i);
  const counts = () => {
    const { status, summary } = backup.cli('export', card.root, '--to', backup.root, '--json');
    assert.equal(status, 0);
    const { copied, unchanged, skipped } = summary;
    return { copied, unchanged, skipped };
  };
  assert.deepEqual(counts(), { copied: 3, unchanged: 0, skipped: 0 });
  assert.deepEqual(counts(), { copied: 0, unchanged: 3, skipped: 0 });

  await card.jpeg('DCIM/101/IMG_20190704_100000.jpg', 240);
  assert.deepEqual(counts(), { copied: 1, unchanged: 3, skipped: 0 });
  assert.deepEqual(counts(), { copied: 0, unchanged: 4, skipped: 0 });

  // Another photo under the name of one that came.
  await card.jpeg('DCIM/100/IMG_20190701_100000.jpg', 30_000);
  fs.utimesSync(card.path('DCIM/100/IMG_20190701_100000.jpg'), 1_500_000_001, 1_500_000_001);
  assert.deepEqual(counts(), { copied: 1, unchanged: 3, skipped: 0 });

  const gone = fs
    .readdirSync(backup.root, { recursive: true, encoding: 'utf8' })
    .find(name => name.endsWith('IMG_20190702_100000.jpg'));
  fs.rmSync(path.join(backup.root, gone ?? ''));
  assert.deepEqual(counts(), { copied: 0, unchanged: 3, skipped: 1 });
  assert.deepEqual(counts(), { copied: 0, unchanged: 3, skipped: 1 });
});

test('a source that is not there is said by the export, though its walk was to begin before', t => {
  const backup = new TempBackup(t);
  backup.cli('index', backup.root);
  const { status, stderr } = backup.cli('export', backup.path('no/such'), '--to', backup.root);
  assert.equal(status, 3);
  assert.match(stderr, /no\/such isn't there\. Nothing was changed\./);
});
