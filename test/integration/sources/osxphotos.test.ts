/** A folder that osxphotos exported into, as the source of another backup: from the command line, and what is hostile. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { sixOf } from '../../fixtures/exported.ts';
import { OsxphotosDatabase } from '../../fixtures/osxphotosDatabase.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const uuid = (number: number): string => `A0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const JSON_SIDECAR = '[{"SourceFile":"IMG_1.jpeg","XMP:Title":"Of the sidecar"}]';

test('its files come with the albums, people and captions that its database knows', t => {
  const tree = new TempBackup(t);
  const backup = new TempBackup(t);
  tree.write('2019/IMG_1.jpeg', takeoutMedia('jpg', 1));
  tree.write('2019/IMG_1.jpeg.json', JSON_SIDECAR);
  tree.write('2019/IMG_1_edited.jpeg', takeoutMedia('jpg', 2));
  tree.write('2019/Größe.mov', takeoutMedia('mov', 3));
  tree.write('2019/unknown.jpeg', takeoutMedia('jpg', 4));
  const database = new OsxphotosDatabase(tree.root);
  for (const [path, number] of [
    ['2019/IMG_1.jpeg', 1],
    ['2019/IMG_1_edited.jpeg', 1],
    ['2019/Größe.mov'.normalize('NFD'), 2],
    ['2019/gone.jpeg', 3],
    ['../outside.jpeg', 4],
  ] as const)
    database.note({ path, uuid: uuid(number), from: tree.path('2019/IMG_1.jpeg') });
  database.info(uuid(1), {
    title: 'A title',
    description: 'Two\nlines',
    date: '2019-07-01T10:20:30.500000+02:00',
    keywords: ['zoo', 'zoo', {}],
    persons: ['Ada', '_UNKNOWN_'],
    albums: ['Summer'],
    favorite: true,
    latitude: 52.5,
    longitude: 13.4,
    original_filename: 'IMG_1.JPG',
  });
  database.info(uuid(2), { date: '2019-13-45T99:00:00+00:00', albums: 'Summer', hidden: true, latitude: 'north' });
  database.close();
  fs.rmSync(tree.path('2019/gone.jpeg'), { force: true });
  const run = backup.cli('export', tree.root, '--to', backup.root, '--json');
  assert.match(run.stderr, /Recognised as osxphotos export by its \.osxphotos_export\.db\./);
  assert.equal(run.status, 0, run.stdout);
  assert.deepEqual(sixOf(run.summary), { copied: 4 }, 'what was never written is not missing');
  const assets = backup.list().map(line => JSON.parse(line));
  const first = assets.find(({ title }) => title != null);
  assert.deepEqual(
    [first.description, first.keywords, first.people, first.albums, first.favorite, first.capturedAt],
    ['Two\nlines', ['zoo'], ['Ada'], ['Summer'], true, '2019-07-01T10:20:30.500+02:00'],
  );
  assert.deepEqual(first.gps, { lat: 52.5, lon: 13.4 });
  assert.equal(first.files.length, 2);
  assert.deepEqual(assets.find(({ kind }) => kind === 'video').albums, []);
  assert.ok(!fs.existsSync(backup.path('.osxphotos_export.db')));
  // Again, and after one was taken out of the folder that the database knows as exported.
  assert.deepEqual(sixOf(backup.cli('export', tree.root, '--to', backup.root, '--json').summary), { unchanged: 4 });
  // An album that came since, and nothing else.
  const later = new OsxphotosDatabase(tree.root);
  later.info(uuid(2), { albums: ['Winter'] });
  later.close();
  assert.deepEqual(sixOf(backup.cli('export', tree.root, '--to', backup.root, '--json').summary), { unchanged: 4 });
  assert.equal(backup.list('album:Winter').length, 1);
  fs.rmSync(tree.path('2019/IMG_1_edited.jpeg'));
  const less = backup.cli('export', tree.root, '--to', backup.root, '--json');
  assert.deepEqual(sixOf(less.summary), { unchanged: 3, missing: 1 });
  assert.deepEqual(
    less.findings('missing-part').map(({ path }) => path),
    ['2019/IMG_1_edited.jpeg'],
  );
});

test('one that can’t be read is said, and can be taken as a folder; a file of that name alone is nothing', t => {
  const tree = new TempBackup(t);
  const backup = new TempBackup(t);
  tree.write('a.jpeg', takeoutMedia('jpg', 1));
  tree.write('.osxphotos_export.db', 'no database at all');
  assert.match(backup.cli('export', tree.root, '--to', backup.root).stderr, /Recognised as Folder/);
  const old = new TempBackup(t);
  old.write('a.jpeg', takeoutMedia('jpg', 1));
  new OsxphotosDatabase(old.root, '5.0').close();
  const run = backup.cli('export', old.root, '--to', backup.root, '--json');
  assert.equal(run.status, 3);
  assert.match(run.stderr, /is of version 5; from 6 on it can be read\. .*"--from folder"/);
  const plain = backup.cli('export', old.root, '--to', backup.root, '--from', 'folder', '--json');
  assert.deepEqual([plain.status, plain.summary.unchanged], [0, 1], plain.stderr);
});

test('indexed in place its photos are photos, and its database is none of them, also when it has changed', t => {
  const backup = new TempBackup(t);
  backup.write('2019/IMG_1.jpeg', takeoutMedia('jpg', 1));
  const database = new OsxphotosDatabase(backup.root);
  database.close();
  const index = backup.cli('index', backup.root, '--json');
  assert.deepEqual([index.summary.files, index.summary.assets], [1, 1]);
  assert.deepEqual(
    index.findings('skipped').map(({ path, severity }) => `${severity} ${path}`),
    ['info .osxphotos_export.db'],
  );
  assert.equal(backup.cli('verify', backup.root, '--json').summary.files, 1);
  fs.appendFileSync(backup.path('.osxphotos_export.db'), Buffer.alloc(4096));
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, verify.summary.modified], [0, 0], verify.stdout);
});
