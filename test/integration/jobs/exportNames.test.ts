/** Names that not every system takes: each photo comes all the same, under one that all take, and that is said. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sixOf, treeOf } from '../../fixtures/exported.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { writeZip } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const FOLDER = 'Unknown date';
const LONG = 'é'.repeat(124);

/** As a folder has them, and as the backup has them. */
const NAMES: Readonly<Record<string, string>> = {
  'plain.jpg': 'plain.jpg',
  'a:b?"c"<d>|e*.jpg': 'a_b__c__d__e_.jpg',
  'back\\slash.jpg': 'back_slash.jpg',
  'CON.jpg': '_CON.jpg',
  'nul.tar.jpg': '_nul.tar.jpg',
  'COM¹.jpg': '_COM¹.jpg',
  'dots....jpg': 'dots.jpg',
  'blanks   .jpg': 'blanks.jpg',
  'bell\u0007line\nfeed.jpg': 'bell_line_feed.jpg',
  'gpj\u202eexe.jpg': 'gpj_exe.jpg',
  [`${LONG}.jpg`]: `${'é'.repeat(100)}.jpg`,
  'de\u0301compose\u0301.jpg': 'décomposé.jpg',
};

test('of a folder', t => {
  if (process.platform !== 'linux') return t.skip('other systems refuse such names themselves');
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  const wanted: string[] = [];
  Object.entries(NAMES).forEach(([name, to], i) => {
    source.write(`a/${name}`, takeoutMedia('jpg', 1000 + i));
    wanted.push(`${FOLDER}/${to}`);
  });
  const run = backup.cli('export', source.path('a'), '--to', backup.root, '--json');
  assert.equal(sixOf(run.summary).failed, undefined, run.stdout);
  assert.deepEqual(Object.keys(treeOf(backup.root)), wanted.sort());
  const told = new Map(run.findings('unsafe-name').map(({ path: where, message }) => [where, String(message)]));
  for (const [name, to] of Object.entries(NAMES)) {
    const message = told.get(name);
    if (name.normalize('NFC') === to) assert.equal(message, undefined, name);
    else assert.ok(message?.endsWith(`${FOLDER}/${to}.`), `${name}: ${message}`);
  }
});

test('of two names that become one neither is lost', t => {
  if (process.platform !== 'linux') return t.skip('other systems refuse such names themselves');
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  ['a?.jpg', 'a*.jpg', 'A_.JPG'].forEach((name, i) => {
    source.write(`a/${name}`, takeoutMedia('jpg', 2000 + i));
  });
  const run = backup.cli('export', source.path('a'), '--to', backup.root, '--json');
  assert.deepEqual(sixOf(run.summary), { copied: 3 });
  const names = Object.keys(treeOf(backup.root));
  assert.equal(new Set(names.map(name => name.toLowerCase())).size, 3, names.join(', '));
  assert.equal(run.findings('name-collision').length, 2);
});

test('of a zip: what leads out of it is left out and told, whatever a name holds else comes', t => {
  const backup = new TempBackup(t);
  const jpg = (i: number) => takeoutMedia('jpg', 3000 + i);
  const sidecar = (title: string) =>
    Buffer.from(JSON.stringify({ title, photoTakenTime: { timestamp: '1560000000' } }));
  const dir = 'Takeout/Google Photos/Photos from 2019';
  const bad = [
    '../../../evil.jpg',
    '/abs.jpg',
    'C:\\Windows\\evil.jpg',
    `${dir}/../../../up.jpg`,
    `${dir}/nul\u0000.jpg`,
    `Takeout/${'a/'.repeat(400)}deep.jpg`,
  ];
  const good = {
    'ok.jpg': 'ok.jpg',
    'AUX.jpg': '_AUX.jpg',
    'q?.jpg': 'q_.jpg',
    [`${'l'.repeat(240)}.jpg`]: `${'l'.repeat(200)}.jpg`,
  };
  const outside = path.join(backup.root, '..');
  const zip = writeZip(path.join(new TempBackup(t).root, 'takeout-20240101T000000Z-001.zip'), [
    { name: `${dir}/ok.jpg.json`, bytes: sidecar('ok.jpg') },
    ...Object.keys(good).map((name, i) => ({ name: `${dir}/${name}`, bytes: jpg(i) })),
    ...bad.map((name, i) => ({ name, bytes: jpg(100 + i) })),
  ]);
  const before = fs.readdirSync(outside).sort();
  const run = backup.cli('export', zip, '--to', backup.root, '--json');
  const { copied, failed = 0 } = sixOf(run.summary);
  assert.equal(copied, Object.keys(good).length, run.stdout);
  assert.equal(run.findings('unsafe-path').length, bad.length);
  assert.equal(failed, bad.length);
  assert.deepEqual(
    Object.keys(treeOf(backup.root))
      .map(name => path.basename(name))
      .sort(),
    Object.values(good).sort(),
  );
  assert.deepEqual(
    fs
      .readdirSync(outside)
      .filter(name => name !== 'cache')
      .sort(),
    before.filter(name => name !== 'cache'),
  );
});
