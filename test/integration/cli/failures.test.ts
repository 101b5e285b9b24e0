/** What is said where a command can't be done: words, not codes; which file; what was kept safe; what to do. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const skip = process.platform === 'win32' ? 'permissions and limits are another thing on Windows' : false;

interface Said {
  readonly status: number | null;
  readonly stderr: string;
  readonly message: string;
}

/** Root is refused nothing, so as root this runs as "nobody". @param limit a shell's words before the command */
function asPerson(backup: TempBackup, args: readonly string[], limit = ':', env: NodeJS.ProcessEnv = {}): Said {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, CLI, ...args, '--json'],
    {
      env: { ...backup.environment, ...env },
      encoding: 'utf8',
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    },
  );
  const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
  assert.equal(last.type, 'summary', stdout);
  assert.equal(last.failed, true, stdout);
  return { status, stderr, message: String(last.message) };
}

function isFriendly({ status, stderr, message }: Said, file: string): void {
  assert.equal(status, 3, message);
  assert.ok(stderr.includes(message), stderr);
  assert.doesNotMatch(message, /^(E[A-Z]+\b|SQLITE_)|, (open|mkdir|stat|lstat|scandir|read|write|rename) '/);
  assert.ok(message.includes(file), `${message} is to name ${file}`);
  assert.match(message, /o photo was changed|othing was changed|was left|not concerned/);
  assert.match(message, /\. [A-Z]/);
  assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
}

function own(...files: readonly string[]): void {
  if (isRoot) for (const file of files) fs.chownSync(file, NOBODY, NOBODY);
}

async function backupOf(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  await backup.jpeg('2019/IMG_20190701_100000.jpg', 1);
  fs.mkdirSync(backup.cache);
  fs.chmodSync(`${backup.root}/..`, 0o777);
  own(backup.cache, backup.root, backup.path('2019'), backup.path('2019/IMG_20190701_100000.jpg'));
  return backup;
}

const LOOKS = ['list', 'info', 'index', 'verify', 'undo'];

test('a file in place of a folder is said to be one, and which folder to give', { skip }, async t => {
  const backup = await backupOf(t);
  const photo = backup.path('2019/IMG_20190701_100000.jpg');
  const zip = path.join(backup.root, '..', 'takeout-001.zip');
  fs.writeFileSync(zip, 'PK');
  for (const job of LOOKS) {
    const file = asPerson(backup, [job, photo]);
    isFriendly(file, `${photo} is a file`);
    assert.ok(file.message.includes(backup.path('2019')));
    assert.match(asPerson(backup, [job, zip]).message, /archive.*Unpack/);
    isFriendly(asPerson(backup, [job, path.join(photo, 'below')]), photo);
    isFriendly(asPerson(backup, [job, '/dev/null']), '/dev/null is a device');
  }
  assert.equal(fs.existsSync(backup.path('.keepsake')), false);
  backup.cli('index', backup.root);
  for (const job of LOOKS) {
    isFriendly(asPerson(backup, [job, photo]), `Give the folder: ${backup.root}.`);
    isFriendly(asPerson(backup, [job, backup.path('2019')]), `Run this on ${backup.root}.`);
  }
});

test('an empty name is what a variable that is not set leaves, and never the folder one stands in', {
  skip,
}, async t => {
  const backup = await backupOf(t);
  for (const job of LOOKS) assert.equal(backup.cli(job, '').status, 2);
  assert.equal(fs.existsSync(backup.path('.keepsake')), false);
});

test('what may not be read or written is named', { skip }, async t => {
  const backup = await backupOf(t);
  const outside = path.join(backup.root, '..', 'closed');
  fs.mkdirSync(path.join(outside, 'photos'), { recursive: true });
  fs.chmodSync(outside, 0o000);
  for (const job of LOOKS) isFriendly(asPerson(backup, [job, path.join(outside, 'photos')]), outside);
  fs.chmodSync(outside, 0o755);
  const here = asPerson;
  fs.chmodSync(backup.cache, 0o555);
  for (const job of ['index', 'verify']) {
    const said = here(backup, [job, backup.root]);
    isFriendly(said, backup.cache);
    assert.match(said.message, /KEEPSAKE_CACHE/);
  }
  fs.chmodSync(backup.cache, 0o755);
  assert.equal(backup.cli('index', backup.root).status, 0);
  if (isRoot) spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, backup.root, backup.cache]);
  for (const closed of ['.keepsake/backup.json', '.keepsake/ledger', '.keepsake']) {
    fs.chmodSync(backup.path(closed), 0o000);
    for (const job of LOOKS) isFriendly(asPerson(backup, [job, backup.root]), backup.path(closed));
    fs.chmodSync(backup.path(closed), 0o755);
  }
});

test('a cache that can be no folder, a catalog that can be no file', { skip }, async t => {
  const backup = await backupOf(t);
  isFriendly(asPerson(backup, ['index', backup.root], ':', { KEEPSAKE_CACHE: '/dev/null/cache' }), '/dev/null/cache');
  const folder = backup.cli('index', backup.root, '--catalog', backup.cache, '--json');
  assert.equal(folder.status, 2);
  assert.match(String(folder.summary.message), /is a folder: give for example/);
  const junk = path.join(backup.root, '..', 'notes.txt');
  fs.writeFileSync(junk, 'not a catalog'.repeat(100));
  isFriendly(asPerson(backup, ['index', backup.root, '--catalog', junk]), junk);
});

test('links in a circle and names that are too long', { skip }, async t => {
  const backup = await backupOf(t);
  const circle = path.join(backup.root, '..', 'circle');
  fs.symlinkSync(circle, circle);
  const long = path.join(backup.root, 'x'.repeat(300));
  for (const job of LOOKS) {
    isFriendly(asPerson(backup, [job, circle]), circle);
    isFriendly(asPerson(backup, [job, long]), long);
  }
});

test('a limit of file sizes, as a disk that takes no more: said, and nothing is lost', { skip }, async t => {
  const backup = await backupOf(t);
  for (let i = 0; i < 400; i++) backup.write(`many/${'long name '.repeat(12)}${i}.jpg`, `photo ${i}`);
  if (isRoot) spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, backup.root, backup.cache]);
  for (const blocks of [0, 40, 200]) {
    const said = asPerson(backup, ['index', backup.root], `ulimit -f ${blocks}`);
    assert.doesNotMatch(said.message, /^(E[A-Z]+\b|SQLITE_)/);
    isFriendly(said, '/');
  }
  const after = backup.cli('index', backup.root, '--json');
  assert.deepEqual([after.status, after.summary.files], [0, 401], after.stderr);
});
