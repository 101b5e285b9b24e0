/** Names that file systems allow and people don't expect: each is indexed, listed, verified, recorded, and can be named. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

const skip = process.platform === 'linux' ? false : 'only Linux takes all of these names';

/** Bytes of the names, as latin1. */
const NAMES: readonly string[] = [
  'IMG_1.jpg ',
  ' IMG_2.jpg',
  'IMG_3 .jpg',
  'IMG  4.jpg',
  '\tIMG_5.jpg',
  'IMG_6.jpg\t',
  'IMG\n7.jpg',
  'IMG_8.jpg\n',
  'IMG\r9.jpg',
  'IMG\\10.jpg',
  '\\IMG_11.jpg',
  'IMG_12.jpg\\',
  'IMG\\u000a13.jpg',
  'IMG\\n14.jpg',
  Buffer.from('📷 15.jpg').toString('latin1'),
  `${'x'.repeat(251)}.jpg`,
  `${Buffer.from('é').toString('latin1').repeat(125)}1.jpg`,
  'caf\xe9.jpg',
  // Spells out what the byte of the one before is shown as.
  'caf\\xE9.jpg',
  'caf\xe9 .jpg ',
  '\xff\\\n\xfe.jpg',
  '"quoted".jpg',
  "it's.jpg",
  '$HOME `ls`.jpg',
  '-rf.jpg',
  '--help.jpg',
  '*.jpg',
  '#1.jpg',
  '~.jpg',
  'a\x1b[31m.jpg',
  'a\x7f.jpg',
  'con.jpg',
  'trailing dot.jpg.',
];

function bytesOf(root: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]);
}

async function backupOf(t: TestContext, names: readonly string[], folder = ''): Promise<TempBackup> {
  const backup = new TempBackup(t);
  await backup.jpeg('picture.jpg', 1);
  const picture = fs.readFileSync(backup.path('picture.jpg'));
  for (const [i, name] of names.entries()) {
    // Bytes behind the end marker make each unlike the others.
    const file = bytesOf(backup.path(folder), name);
    fs.mkdirSync(file.subarray(0, file.lastIndexOf(0x2f)), { recursive: true });
    fs.writeFileSync(file, Buffer.concat([picture, Buffer.from([i])]));
    fs.utimesSync(file, 1_500_000_000, 1_500_000_000);
  }
  return backup;
}

const pathBytes = (line: Readonly<Record<string, unknown>>): string =>
  Buffer.from(String(line.pathBytes ?? ''), 'base64').toString('latin1') ||
  Buffer.from(String(line.path)).toString('latin1');

const sorted = (names: Iterable<string>): string[] => [...names].sort();

test('every name is indexed, listed, verified and recorded', { skip }, async t => {
  const names = [...NAMES, ...['folder /IMG_1.jpg', 'fold\ner/IMG_2.jpg ', 'f\xfc\\/IMG_3.jpg']];
  const backup = await backupOf(t, names);
  const index = backup.cli('index', backup.root, '--json');
  assert.deepEqual([index.status, index.summary.files], [0, names.length + 1], index.stderr);
  const files = backup
    .cli('list', backup.root, '--json')
    .lines.filter(({ type }) => type === 'asset')
    .flatMap(line => line.files as readonly Record<string, unknown>[])
    .map(pathBytes);
  // What a name's ending makes no picture of is verified all the same.
  const pictures = names.filter(name => /\.jpg\s*$/.test(name));
  assert.deepEqual(
    pictures.filter(name => !files.includes(name)),
    [],
  );
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, verify.summary.verified], [0, names.length + 1]);
  const sums = spawnSync('sha256sum', ['--quiet', '--strict', '-c', '.keepsake/SHA256SUMS'], { cwd: backup.root });
  assert.equal(sums.status, 0, sums.stdout.toString() + sums.stderr.toString());
  const recorded = fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'latin1').trimEnd().split('\n');
  assert.equal(recorded.length, names.length + 1);
  for (const name of names) fs.rmSync(bytesOf(backup.root, name));
  const missing = backup.cli('verify', backup.root, '--json').findings('missing');
  assert.deepEqual(sorted(missing.map(pathBytes)), sorted(names));
});

test('a name is accepted as it was printed, where it was changed and where it is gone', { skip }, async t => {
  const backup = await backupOf(t, NAMES, 'in');
  backup.cli('verify', backup.root);
  for (const [i, name] of NAMES.entries()) {
    const file = bytesOf(backup.path('in'), name);
    if (i % 2 === 0) fs.rmSync(file);
    else fs.writeFileSync(file, `changed ${i}`);
  }
  const { stdout } = backup.cli('verify', backup.root);
  const printed = stdout.split('\n').flatMap(line => /^(?:error|warning) {2}\S+ {2}(.*?) {2}\S/.exec(line)?.[1] ?? []);
  assert.equal(printed.length, NAMES.length, stdout);
  const accepted = backup.cli('accept', backup.root, ...printed, '--json');
  assert.deepEqual(
    [accepted.status, accepted.summary.files, accepted.findings()],
    [0, NAMES.length, []],
    accepted.stdout,
  );
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

/** @param script for sh, in which `keepsake` is the command line */
function shell(backup: TempBackup, cwd: string, script: string): { status: number | null; stderr: string } {
  const { INIT_CWD: _cwd, ...environment } = backup.environment;
  const { status, stderr } = spawnSync('sh', ['-c', `keepsake() { "$NODE" "$CLI" "$@"; }; ${script}`], {
    cwd,
    env: { ...environment, NODE: process.execPath, CLI },
    encoding: 'utf8',
  });
  return { status, stderr };
}

test('a path is taken as the shell gives it: absolute, from here, through a link, in bytes', { skip }, async t => {
  const backup = await backupOf(t, ['2019/a.jpg', '2019/caf\xe9.jpg', '2019/gone.jpg', '2019/2019/a.jpg']);
  const link = path.join(backup.cache, '..', 'link');
  fs.symlinkSync(backup.root, link);
  backup.cli('verify', backup.root);
  const changed = (name: string): void => {
    fs.writeFileSync(bytesOf(backup.root, name), `changed ${Math.random()}`);
  };
  fs.rmSync(backup.path('2019/gone.jpg'));
  const inside = backup.path('2019');
  const says = (cwd: string, script: string): void => {
    const { status, stderr } = shell(backup, cwd, script);
    assert.equal(status, 0, `${script}: ${stderr}`);
    assert.deepEqual(backup.cli('verify', backup.root, '--json').findings(), [], script);
  };
  says(inside, 'keepsake accept .. gone.jpg');
  changed('2019/a.jpg');
  says(inside, 'keepsake accept .. a.jpg');
  changed('2019/a.jpg');
  says('/', `keepsake accept ${backup.root} ${backup.path('2019/a.jpg')}`);
  changed('2019/a.jpg');
  says('/', `keepsake accept ${link} ${backup.path('2019/a.jpg')}`);
  changed('2019/a.jpg');
  says('/', `keepsake accept ${backup.root} ${link}/2019/a.jpg`);
  changed('2019/a.jpg');
  says('/', `keepsake accept ${backup.root} 2019/a.jpg`);
  changed('2019/caf\xe9.jpg');
  says(inside, 'keepsake accept .. "$(printf "caf\\351.jpg")"');
  changed('2019/caf\xe9.jpg');
  says('/', `keepsake accept ${backup.root} '2019/caf\\xE9.jpg'`);
  changed('2019/2019/a.jpg');
  const several = shell(backup, inside, 'keepsake accept .. 2019/a.jpg');
  assert.equal(several.status, 2);
  assert.match(several.stderr, /may mean 2019\/a\.jpg or 2019\/2019\/a\.jpg/);
  says(inside, 'keepsake accept .. ./2019/a.jpg');
});
