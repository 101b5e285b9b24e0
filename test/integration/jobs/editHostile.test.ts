/** Values made to deceive: written as they are, or refused; and photos that an edit has not seen. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sha256Of } from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** As any other program would be told, to the letter. */
function text(file: string, tag: string): string {
  const script = path.resolve(import.meta.dirname, '../../../node_modules/exiftool-vendored.pl/bin/exiftool');
  return execFileSync('perl', [script, '-config', '', '-b', `-${tag}`, file], { encoding: 'utf8' });
}

const VALUES = [
  '</etc/passwd',
  '<=/etc/passwd',
  '@/etc/passwd',
  '-o /tmp/x',
  '-execute',
  '#comment',
  '{ready}',
  '$filename',
  '`id`; $(id)',
  '%d%f',
  '&#10;&lt;&amp;',
  'a\n-FileName=stolen.jpg\n-execute\n',
  'tab\tand\nlines\n\nof text',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  ']]> <!-- -->',
  'it\'s "quoted" \\ back\\slash',
  '\u200fשלום\u200e mixed',
  '👩‍👩‍👧‍👦 e\u0301 ﷺ',
  '000123',
  'true',
  'x'.repeat(65_536),
];

test('hostile captions are written to the letter, and nothing else happens', async t => {
  const backup = new TempBackup(t);
  for (const i of VALUES.keys()) await backup.jpeg(`v${i}.jpg`, i + 1);
  backup.cli('index', backup.root);
  const before = fs.readdirSync(backup.root).sort();
  for (const [i, value] of VALUES.entries()) {
    const keyword =
      value.includes('\n') || value.includes('\t') || value.length > 500 ? [] : ['--set', `keywords+=${value}`];
    const done = backup.cli(
      'edit',
      backup.root,
      '--select',
      `path:v${i}.jpg`,
      '--set',
      `description=${value}`,
      ...keyword,
      '--apply',
      '--json',
    );
    assert.deepEqual(
      [done.status, done.summary.applied],
      [0, 1],
      `${value.slice(0, 50)}: ${done.stdout}${done.stderr}`,
    );
    assert.equal(text(backup.path(`v${i}.jpg`), 'XMP-dc:Description'), value);
    assert.match(fs.readFileSync(backup.path(`v${i}.jpg`), 'latin1'), /<x:xmpmeta/);
    if (keyword.length > 0) assert.equal(text(backup.path(`v${i}.jpg`), 'XMP-dc:Subject'), value);
  }
  assert.deepEqual(fs.readdirSync(backup.root).sort(), before);
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

test('what can’t be written is refused before anything is done', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  backup.cli('index', backup.root);
  const before = sha256Of(fs.readFileSync(backup.path('a.jpg')));
  // An argument of a megabyte no system takes: what is just too long for a photo, then.
  for (const value of [
    'title=a\u0007b',
    `title=${'x'.repeat(100_000)}`,
    'FileName=b.jpg',
    'EXIF:Directory=/tmp',
    'XMP-dc:title<=/etc/passwd',
  ]) {
    const { status, stderr } = backup.cli('edit', backup.root, '--select', '*', '--set', value, '--apply');
    assert.equal(status, 2, stderr);
    assert.ok(stderr.length > 20 && stderr.length < 2000, stderr);
  }
  // A name that exiftool doesn't know, or that can't be written: the photo is left, and it is said.
  const { status, summary, findings } = backup.cli(
    'edit',
    backup.root,
    '--select',
    '*',
    '--set',
    'XMP-dc:Nonsense=x',
    '--apply',
    '--json',
  );
  assert.deepEqual([status, summary.applied, summary.failed], [1, 0, 1]);
  assert.match(String(findings('copy-failed')[0]?.message), /Nonsense|can’t be written/);
  assert.equal(sha256Of(fs.readFileSync(backup.path('a.jpg'))), before);
  assert.deepEqual(
    fs.readdirSync(backup.root).filter(name => name !== '.keepsake'),
    ['a.jpg'],
  );
});

test('a plan of a stranger writes no tag that moves a file, and none into bytes that it has not seen', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  await backup.jpeg('b.jpg', 2);
  backup.cli('index', backup.root);
  const plan = path.join(backup.cache, 'edit.plan.jsonl');
  const made = backup.cli('edit', backup.root, '--select', '*', '--set', 'title=T', '--plan', plan, '--json');
  assert.deepEqual([made.status, made.summary.actions, made.summary.applied, made.summary.plan], [0, 2, 0, plan]);
  assert.equal(fs.existsSync(backup.path('.keepsake/undo')), false);
  const [header = '', one = '', two = ''] = fs.readFileSync(plan, 'utf8').split('\n');
  const stolen = JSON.stringify({
    ...JSON.parse(one),
    tags: { 'EXIF:FileName': 'stolen.jpg', FileName: 'stolen.jpg' },
  });
  fs.writeFileSync(plan, [header, stolen, two, ''].join('\n'));
  // Meanwhile another program has changed the second.
  fs.appendFileSync(backup.path('b.jpg'), 'x');
  const applied = backup.cli('apply', backup.root, plan, '--json');
  assert.equal(applied.summary.applied, 0);
  assert.deepEqual(
    applied
      .findings()
      .map(({ code, path: where }) => [where, code])
      .sort(),
    [
      ['a.jpg', 'copy-failed'],
      ['b.jpg', 'conflict'],
    ],
  );
  assert.deepEqual(
    fs
      .readdirSync(backup.root)
      .filter(name => name !== '.keepsake')
      .sort(),
    ['a.jpg', 'b.jpg'],
  );
  // And planning sees that it is another file than the index knows.
  const again = backup.cli('edit', backup.root, '--select', 'path:b.jpg', '--set', 'title=T', '--apply', '--json');
  assert.deepEqual([again.summary.skipped, again.summary.applied, again.findings('modified').length], [1, 0, 1]);
});

test('live photos are whole: where one half can’t be written, neither is', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('IMG_1.jpg', 1);
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc=d=1:s=64x48',
    '-pix_fmt',
    'yuv420p',
    backup.path('IMG_1.mov'),
  ]);
  backup.cli('index', backup.root);
  const plan = path.join(backup.cache, 'live.plan.jsonl');
  const made = backup.cli(
    'edit',
    backup.root,
    '--select',
    '*',
    '--set',
    'date=2019-07-01T10:00:00+02:00',
    '--plan',
    plan,
    '--json',
  );
  assert.equal(made.summary.actions, 2);
  fs.appendFileSync(backup.path('IMG_1.mov'), 'x');
  const before = sha256Of(fs.readFileSync(backup.path('IMG_1.jpg')));
  const applied = backup.cli('apply', backup.root, plan, '--json');
  assert.deepEqual([applied.summary.applied, applied.summary.skipped], [0, 2]);
  assert.equal(sha256Of(fs.readFileSync(backup.path('IMG_1.jpg'))), before);
});

test('a rating that was given in Keepsake gives way to one that is written, and comes back with an undo', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  await backup.jpeg('b.jpg', 2);
  backup.cli('index', backup.root);
  backup.cli('mark', backup.root, '--select', 'path:a.jpg', '--rating', '2', '--flag', 'pick');
  const marks = () =>
    backup.list().map(line => [JSON.parse(line).path, JSON.parse(line).rating, JSON.parse(line).flag]);
  backup.cli('edit', backup.root, '--select', '*', '--set', 'rating=5', '--apply');
  assert.deepEqual(marks(), [
    ['a.jpg', 5, 'pick'],
    ['b.jpg', 5, 'none'],
  ]);
  const { summary, stderr } = backup.cli('undo', backup.root, '--json');
  assert.equal(summary.applied, 2, stderr);
  assert.deepEqual(marks(), [
    ['a.jpg', 2, 'pick'],
    ['b.jpg', 0, 'none'],
  ]);
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

test('a plan takes the place of an older plan, and of nothing else', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  backup.cli('index', backup.root);
  const mine = path.join(backup.cache, 'letter.txt');
  fs.writeFileSync(mine, 'dear');
  for (const plan of [mine, backup.path('a.jpg'), backup.path('new.plan.jsonl')]) {
    const { status, stderr } = backup.cli('edit', backup.root, '--select', '*', '--set', 'title=T', '--plan', plan);
    assert.deepEqual([status, /Nothing was changed/.test(stderr)], [3, true], stderr);
  }
  assert.equal(fs.readFileSync(mine, 'utf8'), 'dear');
  const plan = path.join(backup.cache, 'own.plan.jsonl');
  for (const title of ['one', 'two'])
    assert.equal(backup.cli('edit', backup.root, '--select', '*', '--set', `title=${title}`, '--plan', plan).status, 0);
  assert.match(fs.readFileSync(plan, 'utf8'), /"two"/);
});
