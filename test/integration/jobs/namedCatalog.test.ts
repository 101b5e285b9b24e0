import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const ledger = (backup: TempBackup): string =>
  fs
    .readdirSync(backup.path('.keepsake/ledger'))
    .map(name => fs.readFileSync(backup.path('.keepsake/ledger', name), 'utf8'))
    .join('');

test('a catalog that was named for one backup is refused for another, and nothing of the one is written into the other', t => {
  const [a, b] = [new TempBackup(t), new TempBackup(t)];
  a.write('of a.jpg', 'bytes of a');
  b.write('of b.jpg', 'bytes of b');
  const file = path.join(path.dirname(a.root), 'named.db');
  for (const job of ['index', 'verify']) assert.equal(a.cli(job, a.root, '--catalog', file).status, 0);
  for (const job of ['index', 'verify', 'list', 'info']) {
    const refused = b.cli(job, b.root, '--catalog', file);
    assert.equal(refused.status, 3, job);
    assert.match(refused.stderr, /another backup/);
    assert.ok(refused.stderr.includes(file));
  }
  assert.equal(b.cli('verify', b.root).status, 0);
  for (const job of ['index', 'verify', 'list']) assert.equal(b.cli(job, b.root, '--catalog', file).status, 3, job);
  assert.ok(!ledger(b).includes('of a.jpg'));
  assert.equal(fs.readFileSync(b.path('.keepsake/SHA256SUMS'), 'utf8').split('\n').length, 2);
  for (const job of ['index', 'verify', 'list']) assert.equal(a.cli(job, a.root, '--catalog', file).status, 0, job);
});

test('a snapshot that came from a backup of another id is taken up all the same', t => {
  const backup = new TempBackup(t);
  backup.write('one.jpg', 'bytes');
  assert.equal(backup.cli('index', backup.root).status, 0);
  fs.rmSync(backup.path('.keepsake/backup.json'));
  fs.rmSync(backup.cache, { recursive: true });
  const file = path.join(path.dirname(backup.root), 'named.db');
  for (const job of ['index', 'verify', 'list']) {
    const { status, stderr } = backup.cli(job, backup.root, '--catalog', file);
    assert.equal(status, 0, stderr);
  }
});
