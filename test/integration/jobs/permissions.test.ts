/** What happens where the system says no. Root is refused nothing, so as root these run as "nobody". */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const skip = process.platform === 'win32' ? 'permissions are another thing on Windows' : false;

interface Said {
  readonly status: number | null;
  readonly stderr: string;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly codes: readonly (readonly unknown[])[];
}

function asPerson(backup: TempBackup, ...args: string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, '--json'], {
    env: backup.environment,
    encoding: 'utf8',
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  const lines = stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>);
  return {
    status,
    stderr,
    summary: lines.findLast(line => line.type === 'summary') ?? {},
    codes: lines.filter(line => line.type === 'finding').map(({ code, path }) => [code, path]),
  };
}

/** A backup whose cache, and folder where wanted, belong to who the jobs run as. */
async function backupOf(t: TestContext, writable: boolean): Promise<TempBackup> {
  const backup = new TempBackup(t);
  await backup.jpeg('open/IMG_20190701_100000.jpg', 1);
  await backup.jpeg('closed/IMG_20190702_100000.jpg', 2);
  await backup.jpeg('open/secret_20190703_100000.jpg', 3);
  fs.mkdirSync(backup.cache);
  const own = (path: string): void => {
    if (isRoot) fs.chownSync(path, NOBODY, NOBODY);
  };
  fs.chmodSync(`${backup.root}/..`, 0o755);
  own(backup.cache);
  if (writable)
    for (const folder of ['', 'open', 'closed', 'open/secret_20190703_100000.jpg']) own(backup.path(folder));
  return backup;
}

test('a folder and a file that can’t be read are said; what they hold is not taken for gone', { skip }, async t => {
  const backup = await backupOf(t, true);
  assert.equal(asPerson(backup, 'index', backup.root).summary.assets, 3);
  assert.equal(asPerson(backup, 'verify', backup.root).status, 0);
  fs.chmodSync(backup.path('closed'), 0);
  fs.chmodSync(backup.path('open/secret_20190703_100000.jpg'), 0);
  const index = asPerson(backup, 'index', backup.root);
  assert.deepEqual([index.status, index.summary.removed, index.summary.assets], [1, 0, 3]);
  assert.deepEqual(index.codes, [['unreadable', 'closed']]);
  const verify = asPerson(backup, 'verify', backup.root);
  assert.equal(verify.status, 1);
  assert.deepEqual(
    verify.codes.map(([code]) => code),
    ['unreadable', 'unreadable', 'unreadable'],
  );
  assert.equal(verify.summary.missing, 0);
  fs.chmodSync(backup.path('closed'), 0o755);
  fs.chmodSync(backup.path('open/secret_20190703_100000.jpg'), 0o644);
  assert.deepEqual(asPerson(backup, 'verify', backup.root).codes, []);
});

test('a backup that can’t be written is looked at and verified; nothing is written into it', { skip }, async t => {
  const backup = await backupOf(t, false);
  if (!isRoot) fs.chmodSync(backup.root, 0o555);
  const index = asPerson(backup, 'index', backup.root);
  assert.deepEqual([index.status, index.summary.assets], [0, 3], index.stderr);
  assert.match(index.stderr, /can’t be written/);
  const first = asPerson(backup, 'verify', backup.root);
  assert.deepEqual([first.status, first.summary.verified], [0, 3]);
  assert.deepEqual(fs.readdirSync(backup.root).sort(), ['closed', 'open']);
  const rotten = backup.path('open/IMG_20190701_100000.jpg');
  const { mtime, atime } = fs.statSync(rotten);
  const bytes = fs.readFileSync(rotten);
  bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
  fs.writeFileSync(rotten, bytes);
  fs.utimesSync(rotten, atime, mtime);
  assert.deepEqual(asPerson(backup, 'verify', backup.root).codes, [['corrupt', 'open/IMG_20190701_100000.jpg']]);
});

test('a read-only backup that was verified elsewhere is held against its own record', { skip }, async t => {
  const backup = await backupOf(t, false);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.cache, { recursive: true });
  fs.mkdirSync(backup.cache);
  if (isRoot) fs.chownSync(backup.cache, NOBODY, NOBODY);
  fs.writeFileSync(backup.path('open/IMG_20190701_100000.jpg'), 'another program was here');
  const verify = asPerson(backup, 'verify', backup.root);
  assert.deepEqual(verify.codes, isRoot ? [['modified', 'open/IMG_20190701_100000.jpg']] : verify.codes);
  assert.equal(verify.summary.modified, 1);
});
