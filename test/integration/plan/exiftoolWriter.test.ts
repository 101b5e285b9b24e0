/** Real metadata written into real photos by a plan, and taken back. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { imageDataOf } from '../../../src/engine/media/imageData/imageData.ts';
import { ExiftoolWriter } from '../../../src/engine/plan/exiftoolWriter.ts';
import { ExifTool } from '../../../src/engine/programs/exiftool.ts';
import { writableTags } from '../../../src/engine/programs/writableTags.ts';
import {
  applyIn,
  type Draft,
  identify,
  own,
  sha256Of,
  treeOf,
  undoIn,
  verifyIn,
  writePlan,
} from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const HEIC = path.resolve(import.meta.dirname, '../../fixtures/data/quarters.heic');

test('tags are written into JPEG and HEIC with the picture proved the same, and taken back byte by byte', async t => {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  const exiftool = new ExifTool({ processes: 1 });
  t.after(() => exiftool.end());
  await backup.jpeg('a.jpg', 7);
  await backup.jpeg('strange\nfolder/b.jpg', 8);
  backup.write('c.heic', fs.readFileSync(HEIC));
  await verifyIn(place);
  const before = own(treeOf(place.root));
  const files = ['a.jpg', 'strange\nfolder/b.jpg', 'c.heic'];
  const tags = {
    'XMP-dc:Description': 'Am Hafen\n<b>„x“</b>',
    'XMP-xmp:Rating': 4,
    'XMP-dc:Subject': ['ein, zwei', 'drei'],
  };
  const plan = writePlan(
    path.join(backup.root, '..', 'p.plan.jsonl'),
    identify(place),
    files.map(
      (file): Draft => ({ action: 'metadata', path: file, sha256: sha256Of(fs.readFileSync(backup.path(file))), tags }),
    ),
  );
  const hashes = await Promise.all(files.map(file => imageDataOf(backup.path(file))));
  const { counts, findings } = await applyIn(place, plan, {}, { metadata: new ExiftoolWriter(exiftool) });
  assert.deepEqual([findings, counts.applied], [[], 3]);
  for (const [i, file] of files.entries()) {
    const raw = await exiftool.readRaw(backup.path(file));
    const value = (name: string): unknown => Object.entries(raw).find(([key]) => key.endsWith(`:${name}`))?.[1];
    assert.deepEqual(
      [value('Description'), value('Rating'), value('Subject')],
      [tags['XMP-dc:Description'], 4, tags['XMP-dc:Subject']],
    );
    assert.deepEqual(await imageDataOf(backup.path(file)), hashes[i]);
  }
  assert.deepEqual((await verifyIn(place)).findings, []);
  await undoIn(place);
  assert.deepEqual(own(treeOf(place.root)), before);
});

test('what can’t be written, or may not be, is a finding, and nothing is left of it', async t => {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  const exiftool = new ExifTool({ processes: 1 });
  t.after(() => exiftool.end());
  backup.write('no.jpg', 'no photo at all');
  await backup.jpeg('a.jpg', 7);
  await verifyIn(place);
  const before = own(treeOf(place.root));
  const sha = (file: string): string => sha256Of(fs.readFileSync(backup.path(file)));
  const plan = writePlan(path.join(backup.root, '..', 'p.plan.jsonl'), identify(place), [
    { action: 'metadata', path: 'no.jpg', sha256: sha('no.jpg'), tags: { 'XMP-xmp:Rating': 4 } },
    { action: 'metadata', path: 'a.jpg', sha256: sha('a.jpg'), tags: { FileName: '/tmp/out.jpg' } },
  ]);
  const { counts, findings } = await applyIn(place, plan, {}, { metadata: new ExiftoolWriter(exiftool) });
  assert.deepEqual(
    [counts.applied, counts.failed, findings.map(({ code }) => code)],
    [0, 2, ['copy-failed', 'copy-failed']],
  );
  assert.deepEqual(own(treeOf(place.root)), before);
  assert.ok(!fs.existsSync('/tmp/out.jpg'));
});

test('a photo that takes no tags comes as it is, with an XMP instead, and that is told; one that takes them needs none', async t => {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  const exiftool = new ExifTool({ processes: 1 });
  t.after(() => exiftool.end());
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  await backup.jpeg('a.jpg', 7);
  const good = fs.readFileSync(backup.path('a.jpg'));
  fs.rmSync(backup.path('a.jpg'));
  const files = { 'good.jpg': good, 'cut.jpg': good.subarray(0, 200), 'told.jpg': good };
  for (const [name, bytes] of Object.entries(files)) fs.writeFileSync(path.join(source, name), bytes);
  const mtime = '1965-02-03T04:05:06.000Z';
  const tags = { 'EXIF:DateTimeOriginal': '1965:02:03 04:05:06', 'XMP-dc:Title': 'T' };
  const drafts = Object.entries(files).flatMap(([name, { length: size }], i): Draft[] => [
    { action: 'copy', from: { source: 0, path: name, size }, to: `x/${name}`, mtime, asset: i, metadata: { tags } },
    { action: 'copy', text: `<xmp ${name}>`, to: `x/${name}.xmp`, mtime, asset: i, instead: i * 2 + 1 },
  ]);
  const plan = writePlan(path.join(backup.root, '..', 'p.plan.jsonl'), identify(place), drafts, [source]);
  const told = await applyIn(place, plan, {}, { metadata: new ExiftoolWriter(exiftool) });
  assert.deepEqual(
    told.findings.map(({ code, path: { text } }) => [code, text]),
    [['metadata-unwritten', 'x/cut.jpg']],
  );
  assert.deepEqual(Object.keys(own(treeOf(place.root))), ['x/cut.jpg', 'x/cut.jpg.xmp', 'x/good.jpg', 'x/told.jpg']);
  assert.deepEqual(fs.readFileSync(backup.path('x/cut.jpg')), files['cut.jpg']);
  assert.equal((await exiftool.readRaw(backup.path('x/good.jpg')))['XMP-dc:Title'], 'T');
  for (const name of Object.keys(own(treeOf(place.root))))
    assert.equal(fs.statSync(backup.path(name)).mtimeMs, Date.parse(mtime));
  assert.deepEqual((await verifyIn(place)).findings, []);
  assert.deepEqual([told.counts.applied, told.counts.unchanged, told.counts.unneeded], [4, 0, 2]);
  const whole = treeOf(place.root);
  const ledger = (): readonly number[] =>
    fs
      .readdirSync(backup.path('.keepsake/ledger'))
      .map(name => fs.statSync(backup.path('.keepsake/ledger', name)).size);
  const lines = ledger();
  const again = await applyIn(place, plan, {}, { metadata: new ExiftoolWriter(exiftool) });
  assert.deepEqual(
    [again.findings, again.counts.applied, again.counts.unchanged, again.counts.unneeded],
    [[], 0, 4, 2],
  );
  assert.deepEqual([treeOf(place.root), ledger()], [whole, lines]);
  await undoIn(place);
  assert.deepEqual(own(treeOf(place.root)), {});
});

test('tags that move, link or read files are never written', () => {
  for (const name of [
    'FileName',
    'System:FileName',
    'filename',
    'Directory',
    'HardLink',
    'SymLink',
    'Geotag',
    'TestName',
    'all',
    'File:all',
    'XMP:all',
    '-overwrite_original',
    'x=y',
    'Rating#',
    'Rating<FileName',
    'a b',
    'Title\n-o',
    '@',
    'FileName#',
    'System:Title',
    'XMP-dc:Title-de=x',
  ])
    assert.throws(() => writableTags({ [name]: 'x' }), TypeError, name);
  for (const value of [undefined, {}, [1], [], '', Number.NaN, 'a\0b', 'a\rb', '\ud800', true])
    assert.throws(() => writableTags({ 'XMP-dc:Title': value }), TypeError);
  for (const [name, value] of [
    ['EXIF:DateTimeOriginal', 'now'],
    ['EXIF:GPSLatitude', 91],
    ['EXIF:GPSLatitudeRef', 'N\n-o'],
    ['Keys:GPSCoordinates', '1,2'],
    ['XMP-dc:Subject', 'a'],
  ] as const)
    assert.throws(() => writableTags({ [name]: value }), TypeError, name);
  const tags = { 'XMP-dc:Title': 'x', 'XMP-xmp:Rating': 3, 'XMP-dc:Subject': ['a'], 'EXIF:GPSLatitude': null };
  assert.deepEqual(writableTags(tags), tags);
});
