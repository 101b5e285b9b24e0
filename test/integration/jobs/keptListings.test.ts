/** Folders that nothing came into need no listing: what is gone by instead may never hide a photo. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { index } from '../../../src/engine/jobs/index.ts';
import type { JobResult } from '../../../src/engine/jobs/job.ts';
import { verify } from '../../../src/engine/jobs/verify.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const TICK_MS = 2100;
const reporter = { progress: (): void => {}, finding: (): void => {}, note: (): void => {} };
const common = ({ root, cache }: TempBackup) => ({ root, cache, reporter, signal: new AbortController().signal });

const indexed = (backup: TempBackup): Promise<JobResult> => index({ ...common(backup), processes: 1 });

/** The folders of the backup that were listed while `work` went on, by their paths. */
async function listed(t: TestContext, { root }: TempBackup, work: () => Promise<unknown>): Promise<string[]> {
  const { mock } = t.mock.method(fs, 'readdirSync');
  await work();
  mock.restore();
  const paths = mock.calls.map(call => path.relative(root, String(call.arguments[0])));
  return [...new Set(paths.filter(folder => !folder.startsWith('..') && !folder.startsWith('.keepsake')))].sort();
}

/** Of two folders that have lain unchanged for as long as a file system's clock may stand still, and are known by it. */
async function settled(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (const file of ['2019/a.jpg', '2019/b.jpg', '2020/c.jpg', '2020/trip/d.jpg']) backup.write(file, file);
  await sleep(TICK_MS);
  await indexed(backup);
  return backup;
}

/** As many as the file system keeps the times of folders truly for; elsewhere every folder is listed, and the rest holds all the more. */
const trusts =
  process.platform === 'linux' && [0xef53, 0x01021994, 0x794c7630].includes(fs.statfsSync(os.tmpdir()).type);

test('only folders that may have changed are listed; a verification lists all', { skip: !trusts }, async t => {
  const backup = await settled(t);
  assert.deepEqual(await listed(t, backup, () => indexed(backup)), ['']);
  backup.write('2020/e.jpg', 'e');
  assert.deepEqual(await listed(t, backup, () => indexed(backup)), ['', '2020']);
  const all = ['', '2019', '2020', '2020/trip'];
  assert.deepEqual(
    await listed(t, backup, () => verify({ ...common(backup), quick: false, olderThan: 0, restart: false })),
    all,
  );
  assert.deepEqual(
    await listed(t, backup, () => verify({ ...common(backup), quick: true, olderThan: 0, restart: false })),
    all,
  );
});

test('whatever comes, goes, changes or is renamed is seen, time after time', async t => {
  const backup = await settled(t);
  const counts = async (): Promise<unknown> => {
    const { files, added, changed, removed } = (await indexed(backup)).counts;
    return { files, added, changed, removed };
  };
  assert.deepEqual(await counts(), { files: 4, added: 0, changed: 0, removed: 0 });
  backup.write('2019/new.jpg', 'new');
  assert.deepEqual(await counts(), { files: 5, added: 1, changed: 0, removed: 0 });
  // At once again, within the same tick as the last one.
  backup.write('2019/newer.jpg', 'newer');
  assert.deepEqual(await counts(), { files: 6, added: 1, changed: 0, removed: 0 });
  fs.rmSync(backup.path('2019/a.jpg'));
  assert.deepEqual(await counts(), { files: 5, added: 0, changed: 0, removed: 1 });
  fs.writeFileSync(backup.path('2020/c.jpg'), 'other bytes');
  assert.deepEqual(await counts(), { files: 5, added: 0, changed: 1, removed: 0 });
  backup.write('2020/trip/deep/f.jpg', 'f');
  assert.deepEqual(await counts(), { files: 6, added: 1, changed: 0, removed: 0 });
  fs.renameSync(backup.path('2019/b.jpg'), backup.path('2019/z.jpg'));
  assert.deepEqual(await counts(), { files: 6, added: 1, changed: 0, removed: 1 });
  fs.rmSync(backup.path('2020'), { recursive: true });
  assert.deepEqual(await counts(), { files: 3, added: 0, changed: 0, removed: 3 });
});

test('a file that comes with all times set back is seen', async t => {
  const backup = await settled(t);
  const { atime, mtime } = fs.statSync(backup.path('2019'));
  backup.write('2019/late.jpg', 'late', 1_000_000_000);
  fs.utimesSync(backup.path('2019'), atime, mtime);
  assert.equal((await indexed(backup)).counts.added, 1);
});

test('a folder in the place of another is listed, also with its times', async t => {
  const backup = await settled(t);
  fs.mkdirSync(backup.path('other'));
  backup.write('other/a.jpg', '2019/a.jpg');
  fs.renameSync(backup.path('2019'), backup.path('away'));
  fs.renameSync(backup.path('other'), backup.path('2019'));
  const { files, added, removed } = (await indexed(backup)).counts;
  assert.deepEqual({ files, added, removed }, { files: 5, added: 2, removed: 1 });
});

test('links are looked at each time: where they lead may change without their folder', async t => {
  const backup = new TempBackup(t);
  backup.write('2019/a.jpg', 'a');
  backup.write('2020/b.jpg', 'b');
  fs.symlinkSync('../2020/b.jpg', backup.path('2019/link.jpg'));
  await sleep(TICK_MS);
  await indexed(backup);
  assert.ok((await listed(t, backup, () => indexed(backup))).includes('2019'));
});

test('listings of somebody else are not gone by', { skip: !trusts }, async t => {
  const backup = await settled(t);
  backup.write('outside.jpg', 'moved out of the backup by the test');
  fs.renameSync(backup.path('outside.jpg'), path.join(backup.root, '../outside.jpg'));
  const snapshot = new Sqlite(backup.path('.keepsake/catalog.db'));
  assert.ok((snapshot.prepare('SELECT count(*) AS n FROM listing').get() as { n: number }).n > 0);
  snapshot.prepare("UPDATE listing SET names = '../../outside.jpg' || names").run();
  snapshot.close();
  fs.rmSync(backup.cache, { recursive: true });
  const { counts } = await indexed(backup);
  assert.equal(counts.files, 4);
});
