/** What a dry run says of what is to come, and that its plan can be applied to the folder that it was made for. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { treeOf } from '../../fixtures/exported.ts';
import { makeTakeout, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

function planned(
  t: TestContext,
  seed: number,
): { readonly zips: string; readonly plan: string; readonly backup: TempBackup } {
  const zips = path.join(new TempBackup(t).root, 'zips');
  writeTakeoutZips(zips, makeTakeout({ seed, language: 'fr', style: 'mixed', media: 50 }), 2, seed);
  const backup = new TempBackup(t);
  fs.rmdirSync(backup.root);
  const plan = path.join(backup.root, '..', 'x.plan.jsonl');
  const dry = backup.cli('export', zips, '--to', backup.root, '--dry-run', '--plan', plan, '--json');
  assert.equal(typeof dry.summary.estimatedSeconds, 'number');
  assert.ok(Number(dry.summary.tried) > 10);
  assert.ok(Number(dry.summary.free) > Number(dry.summary.bytes));
  return { zips, plan, backup };
}

/** Without times: of what has no date they are those of the run. */
const hashesOf = (backup: TempBackup) =>
  Object.entries(treeOf(backup.root)).map(([name, state]) => [name, state.slice(0, 64)]);
const albumsOf = (backup: TempBackup) =>
  backup.list().map(line => {
    const { path: where, albums, capturedAt } = JSON.parse(line);
    return [where, albums, capturedAt];
  });

test('into a folder that is not there yet: applied, it is a backup, and the same as the export makes', t => {
  const { zips, plan, backup } = planned(t, 41);
  assert.equal(fs.existsSync(backup.root), false);
  assert.equal(backup.cli('plan', 'check', plan).status, 0);
  const applied = backup.cli('apply', backup.root, plan, '--json');
  assert.equal(applied.summary.failed, 0, applied.stderr);
  assert.equal(applied.summary.skipped, 0);
  const whole = new TempBackup(t);
  whole.cli('export', zips, '--to', whole.root);
  assert.deepEqual(hashesOf(backup), hashesOf(whole));
  assert.deepEqual(albumsOf(backup), albumsOf(whole));
  assert.equal(backup.cli('verify', backup.root).status, 0);
  assert.equal(backup.cli('apply', backup.root, plan, '--json').summary.applied, 0);
  assert.equal(backup.cli('export', zips, '--to', backup.root, '--json').summary.copied, 0);

  // Once it is a backup by something else the plan is of another time.
  const other = new TempBackup(t);
  other.write('a.jpg', 'x');
  other.cli('verify', other.root);
  const refused = other.cli('apply', other.root, plan);
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /was made for a folder that was no backup yet/);
});

test('a folder with photos that is no backup: what lies there is indexed too', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  await source.jpeg('a/IMG_20190701_100000.jpg', 1);
  await backup.jpeg('old/scan.jpg', 200);
  const plan = path.join(backup.root, '..', 'x.plan.jsonl');
  const dry = backup.cli('export', source.path('a'), '--to', backup.root, '--dry-run', '--plan', plan);
  assert.match(dry.stdout, /1 to be copied .* free\. That takes about 1 s, going by 1 file of it written to /);
  assert.equal(fs.existsSync(backup.path('.keepsake')), false);
  assert.equal(backup.cli('apply', backup.root, plan).status, 0);
  assert.deepEqual(
    backup.list().map(line => JSON.parse(line).path),
    ['2019/07/01/IMG_20190701_100000.jpg', 'old/scan.jpg'],
  );
});

test('killed while it is applied, it goes on', async t => {
  const { zips, plan, backup } = planned(t, 42);
  for (const ms of [500, 900, 1300]) await backup.killed(ms, 'apply', backup.root, plan);
  const applied = backup.cli('apply', backup.root, plan, '--json');
  assert.equal(applied.summary.failed, 0, applied.stderr);
  const whole = new TempBackup(t);
  whole.cli('export', zips, '--to', whole.root);
  assert.deepEqual(hashesOf(backup), hashesOf(whole));
});

test('a plan of another backup makes no backup', t => {
  const { plan, backup } = planned(t, 43);
  const text = fs
    .readFileSync(plan, 'utf8')
    .replace('00000000-0000-0000-0000-000000000000', '01890a5d-ac96-774b-bcce-b302099a8057');
  fs.writeFileSync(plan, text);
  assert.equal(backup.cli('apply', backup.root, plan).status, 3);
  assert.equal(fs.existsSync(backup.root), false);
});
