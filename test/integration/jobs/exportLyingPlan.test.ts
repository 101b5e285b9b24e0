/** A plan comes from outside: what it says of photos that it doesn't bring is believed where the record or the bytes say so. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sixOf } from '../../fixtures/exported.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const ZEROS = '0'.repeat(64);
const STRANGER = '00000000-0000-4000-8000-000000000001';

async function setting(t: Parameters<Parameters<typeof test>[0] & object>[0]) {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  await source.jpeg('a/IMG_0001.jpg', 1);
  const cli = (...args: string[]) => backup.cli(...args);
  assert.equal(cli('export', source.path('a'), '--to', backup.root, '--metadata', 'none').status, 0);
  return { source, backup, cli };
}

test('what a plan says has come is not on record unless its bytes are there', async t => {
  const { source, backup, cli } = await setting(t);
  const mine = await source.jpeg('a/IMG_0002.jpg', 5000);
  const sha256 = createHash('sha256')
    .update(fs.readFileSync(source.path('a/IMG_0001.jpg')))
    .digest('hex');
  const { size, mtimeMs } = fs.statSync(mine);
  const [one] = backup.list().map(line => JSON.parse(line) as { readonly path: string; readonly id: string });
  assert.ok(one != null);
  await backup.jpeg('unrecorded.jpg', 77);
  cli('index', backup.root);
  const { id } = JSON.parse(fs.readFileSync(backup.path('.keepsake/backup.json'), 'utf8')) as { id: string };
  const came = { path: 'IMG_0002.jpg', size, modified: Math.round(mtimeMs) };
  const keep = (n: number, keepsake: object) => ({
    type: 'action',
    id: n,
    action: 'keep',
    path: one.path,
    why: 'looks harmless',
    keepsake: { uuid: STRANGER, ...keepsake },
  });
  const sources = [{ kind: 'folder', label: 'x', paths: [source.path('a')] }];
  const header = { type: 'plan', version: 1, job: 'export', backup: id, created: '2026-01-01T00:00:00Z', sources };
  const said = { facts: { title: { value: 'A lie', origin: 'sidecar' } } };
  const lines = [
    header,
    keep(1, { imported: [{ ...came, sha256: ZEROS, at: one.path }] }),
    keep(2, { imported: [{ ...came, sha256: ZEROS, at: 'unrecorded.jpg' }] }),
    // The right checksum, of bytes of another length.
    keep(3, { imported: [{ ...came, size: size + 1, sha256, at: one.path }] }),
    keep(4, { said, albums: ['Lies'] }),
    keep(5, { uuid: one.id, albums: ['Truth'] }),
  ];
  const plan = path.join(backup.cache, 'lie.plan.jsonl');
  fs.writeFileSync(plan, lines.map(line => `${JSON.stringify(line)}\n`).join(''));

  const shown = cli('plan', 'show', plan).stdout;
  assert.match(shown, /IMG_0002\.jpg came already, as unrecorded\.jpg/);
  assert.match(shown, /albums: Lies/);
  assert.match(shown, /said of it: title/);
  assert.equal(cli('apply', backup.root, plan).status, 0);
  const ledger = fs
    .readdirSync(backup.path('.keepsake/ledger'))
    .map(name => fs.readFileSync(backup.path('.keepsake/ledger', name), 'utf8'))
    .join('');
  assert.doesNotMatch(ledger, /IMG_0002|A lie|Lies/);
  assert.match(ledger, /Truth/);
  assert.deepEqual(
    sixOf(cli('export', source.path('a'), '--to', backup.root, '--metadata', 'none', '--json').summary),
    {
      copied: 1,
      unchanged: 1,
    },
  );
});

test('of a photo that was there before and is on no record the bytes are read: it is told of as come', async t => {
  const { source, backup, cli } = await setting(t);
  const photo = await source.jpeg('b/IMG_0003.jpg', 9000);
  backup.write('mine/scan.jpg', fs.readFileSync(photo));
  const plan = path.join(backup.cache, 'x.plan.jsonl');
  const args = ['export', source.path('b'), '--to', backup.root, '--metadata', 'none', '--json'];
  cli('index', backup.root);
  assert.deepEqual(sixOf(cli(...args, '--dry-run', '--plan', plan).summary), { duplicates: 1 });
  assert.equal(cli('apply', backup.root, plan).status, 0);
  assert.deepEqual(sixOf(cli(...args).summary), { unchanged: 1 });
  // As an export by itself tells it.
  const other = await source.jpeg('c/IMG_0004.jpg', 12_000);
  backup.write('mine/scan 2.jpg', fs.readFileSync(other));
  const more = ['export', source.path('c'), '--to', backup.root, '--metadata', 'none', '--json'];
  assert.deepEqual(sixOf(cli(...more).summary), { duplicates: 1 });
  assert.deepEqual(sixOf(cli(...more, '--layout', '{name}.{ext}').summary), { unchanged: 1 });
});
