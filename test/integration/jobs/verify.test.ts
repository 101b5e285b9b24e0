import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';
import { type Progress, Stopped } from '../../../src/engine/jobs/job.ts';
import { verify } from '../../../src/engine/jobs/verify.ts';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

const content = (i: number): string => `file ${i} `.repeat(40 + (i % 90));

function files(backup: TempBackup, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const relative = `${2000 + (i % 20)}/${String(1 + (i % 12)).padStart(2, '0')}/IMG_${i}.JPG`;
    backup.write(relative, content(i));
    return relative;
  });
}

test('the first run records every file, and sha256sum agrees with the manifest', t => {
  const backup = new TempBackup(t);
  files(backup, 50);
  const first = backup.cli('verify', backup.root, '--json');
  assert.equal(first.status, 0);
  const { files: seen, verified, extra } = first.summary;
  assert.deepEqual({ seen, verified, extra }, { seen: 50, verified: 50, extra: 0 });
  const check = spawnSync('sha256sum', ['-c', '--strict', '--quiet', '.keepsake/SHA256SUMS'], {
    cwd: backup.root,
    encoding: 'utf8',
  });
  assert.equal(check.status, 0, check.stdout + check.stderr);
  assert.equal(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8').split('\n').length, 51);
});

test('forty flipped bits among two thousand files are found, and nothing else: corrupt with the time kept, modified without', t => {
  const backup = new TempBackup(t);
  const all = files(backup, 2000);
  assert.equal(backup.cli('verify', backup.root, '--json').status, 0);
  const hurt = all.filter((_, i) => i % 50 === 7);
  assert.equal(hurt.length, 40);
  for (const relative of hurt) flipBit(backup.path(relative), true);
  const rotten = backup.cli('verify', backup.root, '--json');
  assert.equal(rotten.status, 1);
  assert.deepEqual(
    rotten.findings().map(finding => finding.code),
    Array(40).fill('corrupt'),
  );
  assert.deepEqual(
    rotten
      .findings('corrupt')
      .map(finding => finding.path)
      .sort(),
    [...hurt].sort(),
  );
  assert.equal(rotten.summary.verified, 1960);

  for (const relative of hurt) fs.utimesSync(backup.path(relative), 1_600_000_000, 1_600_000_000);
  const edited = backup.cli('verify', backup.root, '--json');
  assert.equal(edited.status, 0);
  assert.deepEqual(
    edited
      .findings()
      .map(finding => finding.path)
      .sort(),
    [...hurt].sort(),
  );
  assert.equal(edited.summary.modified, 40);
  assert.equal(edited.summary.corrupt, 0);
});

test('a damaged file that is mended is fine again, and its finding goes', t => {
  const backup = new TempBackup(t);
  files(backup, 5);
  const victim = backup.path('2001/02/IMG_1.JPG');
  backup.cli('verify', backup.root);
  flipBit(victim, true);
  assert.equal(backup.cli('verify', backup.root, '--json').summary.corrupt, 1);
  flipBit(victim, true);
  const mended = backup.cli('verify', backup.root, '--json');
  assert.equal(mended.status, 0);
  assert.deepEqual(mended.findings(), []);
});

test('missing, moved, extra and touched are told apart; the record follows a moved file', t => {
  const backup = new TempBackup(t);
  files(backup, 6);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('2000/01/IMG_0.JPG'));
  fs.mkdirSync(backup.path('sorted'));
  fs.renameSync(backup.path('2001/02/IMG_1.JPG'), backup.path('sorted/harbour.jpg'));
  backup.write('2002/03/new.jpg', 'a new photo');
  fs.utimesSync(backup.path('2003/04/IMG_3.JPG'), 1_700_000_000, 1_700_000_000);
  const changed = backup.cli('verify', backup.root, '--json');
  assert.equal(changed.status, 1);
  assert.deepEqual(
    changed.findings().map(({ code, path }) => [code, path]),
    [
      ['missing', '2000/01/IMG_0.JPG'],
      ['extra', '2002/03/new.jpg'],
      ['moved', 'sorted/harbour.jpg'],
    ],
  );
  const again = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(
    again.findings().map(({ code }) => code),
    ['missing'],
    'what was told once is recorded now',
  );
  assert.match(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'), / {2}sorted\/harbour\.jpg\n/);
});

test('accept records a change and takes a missing file off the record; undo brings both back', t => {
  const backup = new TempBackup(t);
  files(backup, 4);
  backup.cli('verify', backup.root);
  const sums = fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8');
  backup.write('2000/01/IMG_0.JPG', 'edited by another program', 1_600_000_000);
  fs.rmSync(backup.path('2001/02/IMG_1.JPG'));
  assert.equal(backup.cli('verify', backup.root, '--json').summary.modified, 1);
  const index = backup.cli('index', backup.root, '--json');
  assert.equal(index.summary.changed, 0, 'the survey of verify has seen it already');
  assert.equal(
    fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'),
    sums,
    'index never replaces a recorded checksum',
  );

  const accepted = backup.cli('accept', backup.root, '2000/01/IMG_0.JPG', '2001/02/IMG_1.JPG', '--json');
  assert.equal(accepted.status, 0, accepted.stderr);
  assert.equal(accepted.summary.files, 2);
  const clean = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([clean.status, clean.findings()], [0, []]);

  const undone = backup.cli('undo', backup.root, '--json');
  assert.deepEqual([undone.status, undone.summary.applied], [0, 2]);
  const back = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(
    back.findings().map(({ code }) => code),
    ['missing', 'modified'],
  );
  assert.equal(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'), sums);
  assert.equal(backup.cli('undo', backup.root).status, 3, 'nothing is left to undo');
});

test('--all-modified accepts what the last run found modified', t => {
  const backup = new TempBackup(t);
  files(backup, 4);
  backup.cli('verify', backup.root);
  for (const i of [1, 2]) backup.write(`${2000 + i}/0${1 + i}/IMG_${i}.JPG`, `changed ${i}`, 1_650_000_000);
  backup.cli('verify', backup.root);
  assert.equal(backup.cli('accept', backup.root, '--all-modified', '--json').summary.files, 2);
  assert.deepEqual(backup.cli('verify', backup.root, '--json').findings(), []);
});

test('--quick reads no bytes: it sees sizes and times, not rot, and records nothing', t => {
  const backup = new TempBackup(t);
  files(backup, 5);
  backup.cli('verify', backup.root);
  flipBit(backup.path('2001/02/IMG_1.JPG'), true);
  backup.write('2002/03/IMG_2.JPG', 'longer than it was before, by another program', 1_650_000_000);
  backup.write('2003/04/new.jpg', 'new');
  fs.rmSync(backup.path('2004/05/IMG_4.JPG'));
  for (const _ of [1, 2]) {
    const quick = backup.cli('verify', backup.root, '--quick', '--json');
    assert.deepEqual(
      quick
        .findings()
        .map(({ code }) => code)
        .sort(),
      ['extra', 'missing', 'modified'],
    );
    assert.equal(quick.status, 1);
  }
});

test('--older-than leaves what was proved lately', t => {
  const backup = new TempBackup(t);
  files(backup, 5);
  backup.cli('verify', backup.root);
  const due = backup.cli('verify', backup.root, '--older-than', '30d', '--json');
  assert.deepEqual([due.summary.bytes, due.summary.files], [0, 5]);
  assert.equal(backup.cli('verify', backup.root, '--older-than', 'soon').status, 2);
});

test('a verification that was stopped is gone on with: what it had proved is not read again', async t => {
  const backup = new TempBackup(t);
  const size = 1_000_000;
  for (let i = 0; i < 300; i++) backup.write(`IMG_${i}.JPG`, Buffer.alloc(size, i));
  const run = async (signal: AbortSignal, begun: () => void): Promise<Readonly<Record<string, unknown>>> => {
    const reporter = {
      progress: ({ phase, done }: Progress): void => {
        if (phase === 'hash' && done > 2) begun();
      },
      finding: (): void => {},
      note: (): void => {},
    };
    const { counts } = await verify({
      root: backup.root,
      cache: backup.cache,
      reporter,
      signal,
      quick: false,
      olderThan: 0,
      restart: false,
    });
    return counts;
  };
  const stop = new AbortController();
  await assert.rejects(
    run(stop.signal, () => stop.abort()),
    Stopped,
  );
  const rest = await run(new AbortController().signal, () => {});
  assert.deepEqual([rest.files, rest.verified, rest.extra], [300, 300, 0]);
  assert.ok(Number(rest.bytes) < 300 * size && Number(rest.bytes) > 0, `${rest.bytes}`);
  const whole = await run(new AbortController().signal, () => {});
  assert.equal(whole.bytes, 300 * size, 'the next one reads all');
});

test('names of any bytes and form are recorded as sha256sum wants them', { skip: process.platform !== 'linux' }, t => {
  const backup = new TempBackup(t);
  const latin = Buffer.concat([Buffer.from(`${backup.root}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]);
  fs.writeFileSync(latin, 'latin-1');
  const names = [
    'new\nline.jpg',
    'back\\slash.jpg',
    ' blank .jpg',
    '-dash.jpg',
    'cafe\u0301.jpg',
    '日本語.heic',
    '$(touch x).jpg',
    'quo\'te".jpg',
  ];
  for (const name of names) backup.write(name, `content of ${name}`);
  const first = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([first.status, first.summary.verified], [0, names.length + 1]);
  const check = spawnSync('sha256sum', ['-c', '--strict', '--quiet', '.keepsake/SHA256SUMS'], {
    cwd: backup.root,
    encoding: 'utf8',
  });
  assert.equal(check.status, 0, check.stdout + check.stderr);
  fs.writeFileSync(latin, 'LATIN-1');
  const [finding] = backup.cli('verify', backup.root, '--json').findings();
  assert.equal(finding?.path, 'caf\\xE9.jpg');
  assert.deepEqual(Buffer.from(String(finding?.pathBytes), 'base64'), latin.subarray(backup.root.length + 1));
});

test('a file that another system lists in another Unicode form is the same file', t => {
  const backup = new TempBackup(t);
  backup.write('cafe\u0301.jpg', 'the same bytes');
  backup.cli('verify', backup.root);
  fs.renameSync(backup.path('cafe\u0301.jpg'), backup.path('caf\u00e9.jpg'));
  assert.deepEqual(backup.cli('verify', backup.root, '--json').findings(), []);
});

test('links are not followed, droppings are passed over, placeholders are not read', t => {
  const backup = new TempBackup(t);
  files(backup, 2);
  fs.symlinkSync('/etc', backup.path('outside'));
  fs.symlinkSync(backup.root, backup.path('loop'));
  for (const name of ['.DS_Store', '._IMG_0.JPG', 'Thumbs.db', '@eaDir/IMG_0.JPG/thumb.jpg'])
    backup.write(name, 'dropping');
  fs.truncateSync(backup.write('cloud.heic', ''), 5_000_000);
  const result = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(
    result.findings().map(({ code, path }) => [code, path]),
    [
      ['online-only', 'cloud.heic'],
      ['link', 'loop'],
      ['link', 'outside'],
    ],
  );
  assert.deepEqual([result.summary.files, result.summary.verified], [3, 2]);
});
