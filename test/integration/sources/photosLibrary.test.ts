/** Photos libraries of three versions, read as they lie; what is missing in them; and hostile ones. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { type TestContext, test } from 'node:test';
import { AppleChecksumHash, appleVerdict } from '../../../src/engine/media/appleChecksum.ts';
import { composeAsset } from '../../../src/engine/media/composeAsset.ts';
import type { SourceFinding } from '../../../src/engine/sources/finding.ts';
import { Given, SourceUnreadable } from '../../../src/engine/sources/given.ts';
import { refusedWords } from '../../../src/engine/sources/photos-library/libraryAccess.ts';
import { recognise } from '../../../src/engine/sources/recognise.ts';
import type { OpenOptions, SourceFile, SourceItem } from '../../../src/engine/sources/source.ts';
import { loadSqlite } from '../../../src/engine/sqlite/native.ts';
import { type LibraryPhoto, makePhotosLibrary, SCHEMAS, uuidOf } from '../../fixtures/photosLibrary.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function read(t: TestContext, library: string, options?: OpenOptions) {
  const given = Given.of([library]);
  t.after(() => given.close());
  const { source, words } = await recognise(given);
  const open = await source.open(given, options);
  const items: SourceItem[] = [];
  const findings: SourceFinding[] = [];
  for await (const event of open.events()) {
    if (event.type === 'item') items.push(event.item);
    else findings.push(event.finding);
  }
  return { kind: source.kind, words, items, findings };
}

async function stampOf(library: string): Promise<string> {
  const given = Given.of([library]);
  const { source } = await recognise(given);
  return source.stamp!(given);
}

async function checksumOf(file: SourceFile): Promise<string> {
  const hash = new AppleChecksumHash();
  for await (const chunk of await file.open()) hash.update(chunk as Buffer);
  return hash.digest();
}

const shape = (items: readonly SourceItem[]) =>
  items.map(({ files, sidecars }) => [...files, ...sidecars].map(({ name, role }) => `${role}:${name}`).join(' '));
const told = (findings: readonly SourceFinding[]) =>
  findings.map(({ code, path, missing }) => `${code}${missing ? ' missing' : ''} ${path}`);

const jpg = (serial: number) => takeoutMedia('jpg', serial);
const PHOTOS: readonly LibraryPhoto[] = [
  {
    original: 'IMG_0001.HEIC',
    extension: '.heic',
    bytes: takeoutMedia('heic', 1),
    live: true,
    adjusted: true,
    beside: { '_3.mov': takeoutMedia('mov', 2), '_5.aae': '<?xml version="1.0"?><plist></plist>' },
    renders: {
      '_1_201_a.heic': takeoutMedia('heic', 3),
      '_2_100_a.mov': takeoutMedia('mov', 4),
      '_1_102_o.jpeg': jpg(5),
    },
    created: '2022-06-04T12:11:30.500Z',
    offset: 7200,
    lat: 52.5,
    lon: 13.4,
    title: 'A title',
    caption: 'Two\nlines',
    keywords: ['zoo', 'animals'],
    albums: ['Summer / 2022', 'Trashed album'],
    people: ['Ada', 'Grace'],
    favorite: true,
  },
  {
    original: 'IMG_0002.JPG',
    extension: '.jpeg',
    bytes: jpg(6),
    raw: true,
    beside: { '_4.cr2': Buffer.from('II*\0raw') },
    created: '2022-06-05T12:00:00Z',
    offset: 12_345,
    hidden: true,
  },
  { original: 'MVI_0003.MOV', extension: '.mov', bytes: takeoutMedia('mov', 7), video: true, trashed: true },
  { original: 'IMG_0004.DNG', extension: '.dng', bytes: Buffer.from('II*\0dng'), created: 123_456_789_012_345 },
  { original: null, extension: '.png', bytes: takeoutMedia('png', 8) },
  { original: 'a/b', extension: '.jpeg', bytes: jpg(9), checksum: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  {
    original: 'slow.MOV',
    extension: '.mov',
    bytes: takeoutMedia('mov', 10),
    video: true,
    adjusted: true,
    renders: { '_2_0_a.mov': takeoutMedia('mov', 11) },
  },
];

for (const [version, schema] of Object.entries(SCHEMAS)) {
  test(`a library of macOS ${version}: originals, edits, live videos, RAW, recipes, and what is known of them`, async t => {
    const temp = new TempBackup(t);
    const library = makePhotosLibrary(temp.path('Mine.photoslibrary'), schema, PHOTOS);
    const asked: string[] = [];
    const { kind, words, items, findings } = await read(t, library, {
      facts: async ({ name }) => {
        asked.push(name);
        return undefined;
      },
    });
    assert.equal(kind, 'photos-library');
    assert.equal(words, 'Recognised as Photos library by the database of Mine.photoslibrary.');
    assert.deepEqual(findings, []);
    const five = `${uuidOf(5)}.png`;
    assert.deepEqual(shape(items), [
      'original:IMG_0001.HEIC edited:IMG_0001_edited.heic edited:IMG_0001_edited.mov live:IMG_0001.mov sidecar:IMG_0001.aae sidecar:IMG_0001.HEIC.json',
      'original:IMG_0002.JPG raw:IMG_0002.cr2 sidecar:IMG_0002.JPG.json',
      'original:MVI_0003.MOV sidecar:MVI_0003.MOV.json',
      'raw:IMG_0004.DNG sidecar:IMG_0004.DNG.json',
      `original:${five} sidecar:${five}.json`,
      'original:a_b.jpeg sidecar:a_b.jpeg.json',
      'original:slow.MOV edited:slow_edited.mov sidecar:slow.MOV.json',
    ]);
    assert.equal(asked.length, 12);
    const [first, second, third, fourth, , sixth] = items;
    assert.equal(first!.main.path, `originals/1/${uuidOf(1)}.heic`);
    assert.equal(first!.main.onDisk, `${library}/originals/1/${uuidOf(1)}.heic`);
    const facts = composeAsset(first!.group, first!.said, first!.directory);
    assert.deepEqual(facts.capturedAt?.value, {
      known: 'zoned',
      wallMs: Date.parse('2022-06-04T14:11:30.500Z'),
      offsetMin: 120,
    });
    assert.deepEqual(
      [facts.gps, facts.title, facts.description, facts.keywords, facts.people, facts.favorite].map(
        fact => fact?.value,
      ),
      [{ lat: 52.5, lon: 13.4 }, 'A title', 'Two\nlines', ['animals', 'zoo'], ['Ada', 'Grace'], true],
    );
    assert.deepEqual(first!.albums, ['Summer / 2022']);
    // A zone of odd seconds is none.
    const instant = composeAsset(second!.group, second!.said, '').capturedAt?.value;
    assert.deepEqual(instant, { known: 'instant', utcMs: Date.parse('2022-06-05T12:00:00Z') });
    assert.deepEqual([second!.states, third!.states], [{ hidden: true }, { trashed: true }]);
    assert.equal(composeAsset(fourth!.group, fourth!.said, '').capturedAt, undefined);
    for (const { main } of items) {
      if (main === sixth!.main) assert.equal(main.appleChecksum, undefined);
      else assert.equal(appleVerdict(main.appleChecksum!, await checksumOf(main)), 'proved');
    }
    assert.deepEqual(first!.main.appleChecksum?.isEdited, true);
    assert.ok(first!.sidecars.at(-1)!.size > 0);
  });
}

test('what is not on this computer is told, with the way to get it, and the rest is taken', async t => {
  const temp = new TempBackup(t);
  const elsewhere = temp.write('drive/there.jpg', jpg(50));
  const library = makePhotosLibrary(temp.path('Mine.photoslibrary'), SCHEMAS['15'], [
    { original: 'gone.HEIC', extension: '.heic' },
    { original: 'trashed.HEIC', extension: '.heic', trashed: true },
    {
      original: 'live.HEIC',
      extension: '.heic',
      bytes: takeoutMedia('heic', 1),
      live: true,
      adjusted: true,
      raw: true,
    },
    { original: 'only edit.HEIC', extension: '.heic', adjusted: true, renders: { '_1_201_a.jpeg': jpg(2) } },
    { original: 'only video.HEIC', extension: '.heic', live: true, beside: { '_3.mov': takeoutMedia('mov', 3) } },
    { original: 'there.jpg', extension: '.jpg', directory: temp.path('drive'), filename: 'there.jpg' },
    { original: 'away.jpg', extension: '.jpg', directory: '/Volumes/Away', filename: 'away.jpg' },
    { original: 'slow.mov', extension: '.mov', bytes: takeoutMedia('mov', 4), video: true, adjusted: true },
    { original: 'empty.jpg', extension: '.jpeg', bytes: Buffer.alloc(0) },
  ]);
  temp.write('Mine.photoslibrary/originals/F/stray.jpg', jpg(6));
  const { items, findings } = await read(t, library);
  assert.deepEqual(shape(items).toSorted(), [
    'edited:only edit_edited.jpeg sidecar:only edit_edited.jpeg.json',
    'original:empty.jpg sidecar:empty.jpg.json',
    'original:live.HEIC sidecar:live.HEIC.json',
    'original:only video.mov sidecar:only video.mov.json',
    'original:slow.mov sidecar:slow.mov.json',
    'original:there.jpg sidecar:there.jpg.json',
  ]);
  assert.deepEqual(told(findings).toSorted(), [
    `empty originals/9/${uuidOf(9)}.jpeg`,
    `online-only missing originals/1/${uuidOf(1)}.heic`,
    `online-only missing originals/3/${uuidOf(3)}_3.mov`,
    `online-only missing originals/3/${uuidOf(3)}_4`,
    `online-only missing originals/4/${uuidOf(4)}.heic`,
    `online-only missing originals/5/${uuidOf(5)}.heic`,
    'online-only missing referenced/Volumes/Away/away.jpg',
    `online-only missing resources/renders/3/${uuidOf(3)}_1_201_a`,
    `skipped originals/2/${uuidOf(2)}.heic`,
    'unmatched-media originals/F/stray.jpg',
  ]);
  assert.match(findings.find(({ path }) => path.endsWith(`${uuidOf(1)}.heic`))!.message, /--download-missing/);
  const there = items.find(({ main }) => main.name === 'there.jpg')!.main;
  assert.equal(there.onDisk, elsewhere);
  assert.deepEqual(await there.head(1 << 20), jpg(50));
});

test('the stamp changes with the database and with every file of a photo, and with nothing else', async t => {
  const temp = new TempBackup(t);
  const library = makePhotosLibrary(temp.path('Mine.photoslibrary'), SCHEMAS['15'], PHOTOS);
  const first = await stampOf(library);
  temp.write('Mine.photoslibrary/resources/derivatives/1/preview.jpeg', jpg(1));
  temp.write('Mine.photoslibrary/private/com.apple.Photos/x.plist', 'x');
  assert.equal(await stampOf(library), first);
  temp.write(`Mine.photoslibrary/originals/1/${uuidOf(1)}.heic`, takeoutMedia('heic', 1), 1_600_000_000);
  const second = await stampOf(library);
  assert.notEqual(second, first);
  temp.write(
    `Mine.photoslibrary/resources/renders/1/${uuidOf(1)}_1_201_a.heic`,
    takeoutMedia('heic', 99),
    1_600_000_000,
  );
  const third = await stampOf(library);
  assert.notEqual(third, second);
  const db = new (loadSqlite())(temp.path('Mine.photoslibrary/database/Photos.sqlite'));
  db.exec("UPDATE ZADDITIONALASSETATTRIBUTES SET ZTITLE = 'Another'");
  assert.notEqual(await stampOf(library), third);
  // While Photos has it open, what is only in its log is read too, and nothing of the library is changed.
  const before = fs.readdirSync(temp.path('Mine.photoslibrary/database'));
  const { items } = await read(t, library);
  assert.equal(composeAsset(items[0]!.group, items[0]!.said, '').title?.value, 'Another');
  assert.deepEqual(fs.readdirSync(temp.path('Mine.photoslibrary/database')), before);
  db.close();
});

test('nothing is left in the temporary folder, also where reading is broken off', async t => {
  const temp = new TempBackup(t);
  const library = makePhotosLibrary(temp.path('Mine.photoslibrary'), SCHEMAS['14'], PHOTOS);
  const copies = () => fs.readdirSync(os.tmpdir()).filter(name => name.startsWith('keepsake-database-'));
  const before = copies();
  const given = Given.of([library]);
  t.after(() => given.close());
  const { source } = await recognise(given);
  for await (const event of (await source.open(given)).events()) if (event.type === 'item') break;
  assert.deepEqual(copies(), before);
});

test('hostile libraries: paths that lead out, links, views, nonsense', async t => {
  const temp = new TempBackup(t);
  const secret = temp.write('secret.jpg', jpg(1));
  temp.write('elsewhere/secret.jpg', jpg(1));
  const library = makePhotosLibrary(temp.path('Mine.photoslibrary'), SCHEMAS['15'], [
    { original: 'a.jpg', extension: '.jpg', directory: '../..', filename: 'secret.jpg' },
    { original: 'b.jpg', extension: '.jpg', directory: '0', filename: '../../../secret.jpg' },
    { original: 'c.jpg', extension: '.jpg', directory: '/etc', filename: 'passwd' },
    { original: 'd.jpg', extension: '.jpg', directory: 'link', filename: 'secret.jpg' },
    { original: 'e.jpg', extension: '.jpg', directory: '0', filename: 'link.jpg' },
    { original: 'f.jpg', extension: '.jpg', uuid: '../../../../../etc' },
    { original: `${'x'.repeat(100_000)}\u202e.jpg`, extension: '.jpg', bytes: jpg(2), title: 'y'.repeat(1_000_000) },
  ]);
  fs.symlinkSync(temp.path('elsewhere'), `${library}/originals/link`);
  fs.mkdirSync(`${library}/originals/0`, { recursive: true });
  fs.symlinkSync(secret, `${library}/originals/0/link.jpg`);
  const { items, findings } = await read(t, library);
  assert.equal(items.length, 1);
  assert.ok(items[0]!.main.name.length < 1000);
  assert.ok(findings.some(({ code }) => code === 'link'));
  assert.equal(findings.filter(({ code }) => code === 'unsafe-path').length, 4);
  for (const { main } of items) assert.ok(!main.path.includes('..'));

  const db = new (loadSqlite())(`${library}/database/Photos.sqlite`);
  db.exec('ALTER TABLE ZASSET RENAME TO HIDDEN; CREATE VIEW ZASSET AS SELECT * FROM HIDDEN');
  db.close();
  await assert.rejects(read(t, library), (error: Error) => {
    assert.ok(error instanceof SourceUnreadable);
    assert.match(error.message, /no table of photos that is known here/);
    return true;
  });
  for (const [bytes, words] of [
    ['not a database at all, but long enough to be looked at as one', /no SQLite database|SQLite says/],
    ['', /no table of photos/],
  ] as const) {
    for (const ending of ['-wal', '-shm']) fs.rmSync(`${library}/database/Photos.sqlite${ending}`, { force: true });
    fs.writeFileSync(`${library}/database/Photos.sqlite`, bytes);
    await assert.rejects(read(t, library), words);
  }
  fs.rmSync(`${library}/database/Photos.sqlite`);
  await assert.rejects(read(t, library), /before 10\.15/);
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [`${library}/database/Photos.sqlite`]);
    await assert.rejects(read(t, library), /no regular file/);
  }
});

test('a library that macOS guards: what to do', () => {
  const words = refusedWords('/Users/a/Pictures/Mine.photoslibrary/database/Photos.sqlite', 'EPERM', 'darwin');
  assert.match(words!, /Full Disk Access/);
  assert.match(words!, /Mine\.photoslibrary/);
  assert.match(refusedWords('/mnt/Mine.photolibrary', 'EACCES', 'linux')!, /permissions/);
  assert.equal(refusedWords('/Users/a/Pictures', 'EPERM', 'darwin'), undefined);
  assert.equal(refusedWords('/Users/a/Mine.photoslibrary', 'ENOENT', 'darwin'), undefined);
});

test('a library is recognised before it is listed, and only alone', async t => {
  const temp = new TempBackup(t);
  const library = makePhotosLibrary(temp.path('Mine.photoslibrary'), SCHEMAS['15'], PHOTOS);
  temp.write('other/a.jpg', jpg(1));
  const given = Given.of([library, temp.path('other')]);
  t.after(() => given.close());
  assert.equal((await recognise(given)).source.kind, 'folder');
  const plain = temp.path('renamed library');
  fs.renameSync(library, plain);
  assert.equal((await read(t, plain)).kind, 'photos-library');
});
