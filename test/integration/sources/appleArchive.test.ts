/** Archives as Apple gives them, in every form that they come in, against their truth; and hostile ones. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import { type TestContext, test } from 'node:test';
import { AppleChecksumHash } from '../../../src/engine/media/appleChecksum.ts';
import { composeAsset } from '../../../src/engine/media/composeAsset.ts';
import { instantOf } from '../../../src/engine/media/dateText.ts';
import type { SourceFinding } from '../../../src/engine/sources/finding.ts';
import { Given } from '../../../src/engine/sources/given.ts';
import { recognise } from '../../../src/engine/sources/recognise.ts';
import type { OpenOptions, SourceFile, SourceItem } from '../../../src/engine/sources/source.ts';
import {
  checksumOf,
  detailsCsv,
  HEADER,
  makeAppleArchive,
  writeAppleArchive,
  zipBytes,
} from '../../fixtures/appleArchive.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { writeZip, type ZipFile } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function read(t: TestContext, paths: readonly string[], options?: OpenOptions) {
  const given = Given.of(paths);
  t.after(() => given.close());
  const { source, words } = await recognise(given);
  const open = await source.open(given, options);
  const items: SourceItem[] = [];
  const findings: SourceFinding[] = [];
  for await (const event of open.events()) {
    if (event.type === 'item') items.push(event.item);
    else findings.push(event.finding);
  }
  return { given, kind: source.kind, words, label: open.label, items, findings };
}

async function bytesOf(file: SourceFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await file.open()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const codes = (findings: readonly SourceFinding[]) => findings.map(({ code, path }) => `${code} ${path}`).sort();
const temporary = (): readonly string[] =>
  fs.readdirSync(os.tmpdir()).filter(name => name.startsWith('keepsake-zips-'));

const TAKEN = Date.UTC(2022, 5, 4, 12, 11);
const jpeg = takeoutMedia('jpg', 1);
const plain = (more: Partial<Parameters<typeof detailsCsv>[0][number]> = {}) =>
  detailsCsv([{ name: 'IMG_1.JPG', checksum: checksumOf(jpeg), taken: TAKEN, ...more }]);
const PHOTOS = 'iCloud Photos Part 1 of 1/Photos';

for (const form of ['parts', 'stored', 'packed', 'tree'] as const) {
  test(`an archive as ${form}: every photo with its date, states, albums and checksum`, async t => {
    const temp = new TempBackup(t);
    const archive = makeAppleArchive({ parts: 3, rounds: 3, seed: 7 });
    const before = temporary();
    const { given, kind, items, findings } = await read(t, writeAppleArchive(temp.path('in'), archive, form));
    assert.equal(kind, 'apple-archive');
    const found = new Map(items.map(item => [item.main.path.replace(/^in\//, ''), item]));
    assert.deepEqual([...found.keys()].sort(), archive.photos.map(({ path }) => path).sort());
    for (const photo of archive.photos) {
      const item = found.get(photo.path)!;
      const { capturedAt, favorite } = composeAsset(item.group, item.said, '');
      assert.deepEqual(
        {
          files: item.files.map(({ name }) => name),
          taken: capturedAt == null ? undefined : instantOf(capturedAt.value),
          checksum: item.main.appleChecksum?.value,
          favorite: favorite?.value ?? false,
          states: item.states,
          albums: item.albums.toSorted(),
        },
        {
          files: photo.files.toSorted((a, b) => photo.files.indexOf(a) - photo.files.indexOf(b)),
          taken: photo.taken,
          checksum: photo.checksum,
          favorite: photo.favorite,
          states: { ...(photo.trashed && { trashed: true }), ...(photo.hidden && { hidden: true }) },
          albums: photo.albums.toSorted(),
        },
        photo.path,
      );
      const { appleChecksum } = item.main;
      if (appleChecksum != null)
        assert.equal(new AppleChecksumHash().update(await bytesOf(item.main)).digest(), appleChecksum.value);
    }
    const missing = findings.filter(finding => finding.missing).map(({ path }) => path.replace(/^in\//, ''));
    assert.deepEqual(missing.sort(), archive.missing.toSorted());
    const unlisted = archive.photos.filter(({ taken, albums }) => taken == null && albums[0] !== 'Grandparents').length;
    const counts = Map.groupBy(findings, ({ code }) => code);
    assert.equal(counts.get('unmatched-media')?.length, unlisted);
    assert.equal(counts.get('ambiguous-sidecar')?.length, 1);
    assert.equal(counts.get('missing-part'), undefined);
    const unpacked = findings.filter(({ message }) => message.includes('was unpacked to read it'));
    assert.equal(unpacked.length, form === 'packed' ? 3 : 0);
    assert.equal(temporary().length - before.length, form === 'packed' ? 1 : 0);
    await given.close();
    assert.deepEqual(temporary(), before);
  });
}

test('a renamed live pair is found by its identifier, an edit makes a checksum unproven', async t => {
  const temp = new TempBackup(t);
  const [heic, mov, edit, other] = [takeoutMedia('heic', 1), takeoutMedia('mov', 2), takeoutMedia('jpg', 3), jpeg];
  const rows = (
    [
      ['IMG_0861.HEIC', heic],
      ['IMG_0861-1.MOV', mov],
      ['IMG_2.JPG', other],
    ] as const
  ).map(([name, bytes]) => ({ name, checksum: checksumOf(bytes), taken: TAKEN }));
  const zip = writeZip(temp.path('iCloud Photos Part 1 of 1.zip'), [
    { name: `${PHOTOS}/Photo Details.csv`, bytes: detailsCsv(rows) },
    { name: `${PHOTOS}/IMG_0861.HEIC`, bytes: heic },
    { name: `${PHOTOS}/IMG_0861-1.MOV`, bytes: mov },
    { name: `${PHOTOS}/IMG_2.JPG`, bytes: other },
    { name: `${PHOTOS}/IMG_E2.JPG`, bytes: edit },
    { name: `${PHOTOS}/IMG_2.AAE`, bytes: Buffer.from('<?xml version="1.0"?><plist></plist>') },
  ]);
  const facts: OpenOptions['facts'] = async ({ name }) => ({ v: 1, ...(/0861/.test(name) && { contentId: 'A' }) });
  const { items, findings } = await read(t, [zip], { facts });
  assert.deepEqual(
    items.map(({ files, sidecars }) => [...files, ...sidecars].map(({ name, role }) => `${role}:${name}`)),
    [
      ['original:IMG_0861.HEIC', 'live:IMG_0861-1.MOV', 'sidecar:IMG_0861.HEIC.json'],
      ['original:IMG_2.JPG', 'sidecar:IMG_2.AAE', 'sidecar:IMG_2.JPG.json'],
      ['original:IMG_E2.JPG'],
    ],
  );
  assert.deepEqual(
    items.map(({ main }) => main.appleChecksum),
    [{ value: checksumOf(heic), isEdited: false }, { value: checksumOf(other), isEdited: true }, undefined],
  );
  assert.deepEqual(codes(findings), [`unmatched-media ${PHOTOS}/IMG_E2.JPG`]);
});

test("a camera's clock gets its zone from a time that is known to the minute", async t => {
  const temp = new TempBackup(t);
  const zip = writeZip(temp.path('iCloud Photos Part 1 of 1.zip'), [
    { name: `${PHOTOS}/Photo Details.csv`, bytes: plain() },
    { name: `${PHOTOS}/IMG_1.JPG`, bytes: jpeg },
  ]);
  const wallMs = Date.UTC(2022, 5, 4, 14, 11, 37);
  const facts: OpenOptions['facts'] = async () => ({
    v: 1,
    times: [{ time: { known: 'wall', wallMs }, origin: 'exif', tag: 'EXIF:DateTimeOriginal' }],
  });
  const { items } = await read(t, [zip], { facts });
  const { capturedAt } = composeAsset(items[0]!.group, items[0]!.said, '');
  assert.deepEqual(capturedAt?.value, { known: 'zoned', wallMs, offsetMin: 120 });
});

test('parts that are missing are told, in whatever form the others are', async t => {
  const temp = new TempBackup(t);
  const files: readonly ZipFile[] = [
    { name: 'Photos/Photo Details.csv', bytes: plain() },
    { name: 'Photos/IMG_1.JPG', bytes: jpeg },
  ];
  const zip = writeZip(temp.path('iCloud Photos Part 2 of 4.zip'), files);
  const again = writeZip(temp.path('iCloud Photos Part 2 of 4 (1).zip'), files);
  temp.write('tree/iCloud Photos Part 4 of 4/Photos/IMG_2.JPG', takeoutMedia('jpg', 2));
  const { items, findings } = await read(t, [zip, again, temp.path('tree')]);
  const parts = findings.filter(({ code }) => code === 'missing-part').map(({ path }) => path);
  assert.deepEqual(parts, ['iCloud Photos Part 1 of 4.zip', 'iCloud Photos Part 3 of 4.zip']);
  // Paths stay unique; the same bytes twice are the job's to see.
  assert.equal(new Set(items.map(({ main }) => main.path)).size, 3);
});

test('hostile archives: each trouble is a finding, the rest goes on', async t => {
  const temp = new TempBackup(t);
  const inner = (files: readonly ZipFile[]): Buffer => zipBytes(files);
  let deep = inner([{ name: 'Photos/deep.jpg', bytes: jpeg }]);
  for (let depth = 0; depth < 6; depth++) deep = inner([{ name: `level ${depth}.zip`, bytes: deep, stored: true }]);
  const cut = inner([{ name: 'Photos/a.jpg', bytes: jpeg }]).subarray(0, 60);
  const odd = `${HEADER}\n"IMG_1.JPG",${checksumOf(jpeg)},yes,no,no,"Saturday June 31,2022 12:11 PM GMT",99999999999999999999,x\n"../../evil.jpg",x,no,no,no,,,\n`;
  const zip = writeZip(temp.path('iCloud Photos Part 1 of 1.zip'), [
    { name: `${PHOTOS}/Photo Details.csv`, bytes: Buffer.from(`\ufeff${odd}`) },
    { name: `${PHOTOS}/Photo Details-1.csv`, bytes: Buffer.from(`${HEADER}\n"${'x'.repeat(200_000)}`) },
    { name: `${PHOTOS}/IMG_1.JPG`, bytes: jpeg },
    { name: `${PHOTOS}/empty.jpg`, bytes: Buffer.alloc(0) },
    { name: `${PHOTOS}/readme.txt`, bytes: Buffer.from('x') },
    { name: '../../../evil.jpg', bytes: jpeg },
    { name: 'deep.zip', bytes: deep, stored: true },
    { name: 'cut.zip', bytes: cut, stored: true },
    { name: 'cut too.zip', bytes: cut },
    { name: 'bomb.zip', bytes: inner([{ name: 'b.jpg', bytes: Buffer.alloc(1 << 20), size: 1 << 30 }]), stored: true },
    { name: 'huge.zip', bytes: Buffer.from('x'), size: 2 ** 31 },
    { name: `${PHOTOS}/other.csv`, bytes: Buffer.from('a;b;c\n1;2;3\n') },
  ]);
  const { items, findings } = await read(t, [zip]);
  assert.deepEqual(items.map(({ main }) => main.name).sort(), ['IMG_1.JPG', 'empty.jpg']);
  const first = items.find(({ main }) => main.name === 'IMG_1.JPG')!;
  assert.equal(first.said.get('IMG_1.JPG.json')?.times, undefined);
  assert.equal(first.said.get('IMG_1.JPG.json')?.favorite?.value, true);
  assert.deepEqual(await bytesOf(first.main), jpeg);
  assert.deepEqual(codes(findings), [
    'bomb b.jpg',
    'bomb huge.zip',
    'bomb level 2.zip',
    'damaged cut too.zip',
    'damaged cut.zip',
    `empty ${PHOTOS}/empty.jpg`,
    `metadata-unread ${PHOTOS}/Photo Details-1.csv`,
    'skipped cut too.zip',
    `skipped ${PHOTOS}`,
    `skipped ${PHOTOS}/other.csv`,
    `unmatched-media ${PHOTOS}/empty.jpg`,
    'unsafe-path ../../../evil.jpg',
  ]);
  assert.ok(!fs.existsSync(temp.path('../evil.jpg')));
});

test('an inner zip that is damaged where it matters is heard when it is read', async t => {
  const temp = new TempBackup(t);
  const bytes = zipBytes([{ name: `${PHOTOS}/IMG_1.JPG`, bytes: jpeg, stored: true, crc32: 1 }]);
  const zip = writeZip(temp.path('all.zip'), [{ name: 'iCloud Photos Part 1 of 1.zip', bytes, stored: true }]);
  const { items } = await read(t, [zip]);
  await assert.rejects(bytesOf(items[0]!.main), { name: 'SourceDamaged' });
});

test('zips without end are left out, and told', async t => {
  const temp = new TempBackup(t);
  const one = zipBytes([{ name: 'Photos/a.jpg', bytes: jpeg, stored: true }]);
  const many = Array.from({ length: 600 }, (_, index) => ({ name: `${index}.zip`, bytes: one, stored: true }));
  const zip = writeZip(temp.path('iCloud Photos Part 1 of 1.zip'), many);
  const { items, findings } = await read(t, [zip]);
  assert.equal(items.length, 500);
  assert.equal(findings.filter(({ code }) => code === 'bomb').length, 100);
});
