/** A backup held against lists of checksums that other programs made. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const PROGRAMS: readonly (readonly [program: string, script: string])[] = [
  ['sha256sum', 'find . -type f -exec sha256sum {} +'],
  ['sha256sum', 'find * -type f -exec sha256sum --binary {} +'],
  ['sha256sum', 'find * -type f -exec sha256sum --tag {} +'],
  ['sha256sum', 'find "$PWD" -type f -exec sha256sum {} +'],
  ['hashdeep', 'hashdeep -c md5,sha256 -r -l .'],
  ['hashdeep', 'hashdeep -c sha256 -r "$PWD"'],
];

function backupOf(t: TestContext): TempBackup {
  const backup = new TempBackup(t);
  for (const name of ['2019/a.jpg', '2019/b c.jpg', '2020/d.jpg', '2020/caf\u00e9.jpg', 'empty.txt'])
    backup.write(name, name === 'empty.txt' ? '' : `photo ${name}`);
  return backup;
}

for (const [program, script] of PROGRAMS)
  test(`takes the list of ${script}`, t => {
    if (spawnSync(program, ['--version']).error != null) return t.skip(`${program} is not installed`);
    const backup = backupOf(t);
    const list = path.join(backup.root, '..', 'list.txt');
    const made = spawnSync('sh', ['-c', `${script} > "$0"`, list], { cwd: backup.root });
    assert.equal(made.status, 0, String(made.stderr));
    const well = backup.cli('verify', backup.root, '--manifest', list, '--json');
    assert.deepEqual(
      [well.status, well.summary.verified, well.summary.files, well.findings()],
      [0, 5, 5, []],
      well.stdout,
    );
    fs.writeFileSync(backup.path('2019/a.jpg'), 'other bytes');
    fs.rmSync(backup.path('2020/caf\u00e9.jpg'));
    backup.write('2021/new.jpg', 'new');
    const ill = backup.cli('verify', backup.root, '--manifest', list, '--json');
    const found = ill.findings().map(({ code, path: where }) => `${code} ${where}`);
    assert.deepEqual(found.sort(), ['corrupt 2019/a.jpg', 'extra 2021/new.jpg', 'missing 2020/caf\u00e9.jpg']);
    const { verified, corrupt, missing, extra, modified, errors } = ill.summary;
    assert.deepEqual([ill.status, verified, corrupt, missing, extra, modified, errors], [1, 3, 1, 1, 1, 0, 2]);
    assert.equal(fs.existsSync(backup.path('.keepsake/SHA256SUMS')), false, 'nothing was recorded');
    const ledger = backup.path('.keepsake/ledger');
    const lines = fs.existsSync(ledger)
      ? fs.readdirSync(ledger).flatMap(name => fs.readFileSync(path.join(ledger, name), 'utf8'))
      : [];
    assert.doesNotMatch(lines.join(''), /"t":"(sums|proved|found)"/);
  });

test('a list within the backup may be of its own folder, and is not extra itself', t => {
  const backup = backupOf(t);
  spawnSync('sh', ['-c', 'sha256sum * > SHA256SUMS'], { cwd: backup.path('2019') });
  const own = backup.cli('verify', backup.root, '--manifest', '2019/SHA256SUMS', '--json');
  assert.deepEqual(
    [own.status, own.summary.verified, own.summary.missing, own.summary.extra],
    [0, 2, 0, 0],
    own.stdout,
  );
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const ours = backup.cli('verify', backup.root, '--manifest', '.keepsake/SHA256SUMS', '--json');
  assert.deepEqual([ours.status, ours.summary.verified, ours.summary.extra], [0, 6, 0]);
});

test('what leads out of the backup is not looked at; what can’t be read is said', t => {
  const backup = backupOf(t);
  const sum = 'a'.repeat(64);
  const list = path.join(backup.root, '..', 'list.txt');
  fs.writeFileSync(
    list,
    `${sum}  ../../etc/passwd\n${sum}  /etc/passwd\n${sum}  2019/a.jpg\n${'b'.repeat(64)}  2019/a.jpg\nnonsense\n`,
  );
  const said = backup.cli('verify', backup.root, '--manifest', list, '--json');
  assert.equal(said.status, 1);
  assert.deepEqual(
    said
      .findings()
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code),
    ['unreadable', 'unsafe-path', 'unsafe-path', 'conflict', 'corrupt'],
  );
  assert.equal(said.summary.extra, 4);
});

test('a file that is no list, a list that is no file', t => {
  const backup = backupOf(t);
  const verify = (list: string, ...more: string[]) =>
    backup.cli('verify', backup.root, '--manifest', list, ...more, '--json');
  for (const [list, words] of [
    ['2019/a.jpg', /holds no checksums that can be read/],
    ['2019', /is a folder/],
    ['nowhere.txt', /nowhere\.txt is not there/],
  ] as const) {
    const said = verify(list);
    assert.deepEqual([said.status, said.summary.type], [3, 'summary']);
    assert.match(String(said.summary.message), words);
  }
  backup.write('MD5SUMS', `${'a'.repeat(32)}  2019/a.jpg\n`);
  assert.match(String(verify('MD5SUMS').summary.message), /none of them is a SHA-256.*sha256sum/);
  assert.equal(verify('MD5SUMS', '--quick').status, 2);
  assert.equal(fs.existsSync(backup.path('.keepsake')), false);
});
