/** What is written into which file, by tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EditChange } from '../../../../src/engine/jobs/editing/editChange.ts';
import type { EditedAsset, EditedFile } from '../../../../src/engine/jobs/editing/editedAsset.ts';
import { planEdit } from '../../../../src/engine/jobs/editing/editPlanner.ts';
import { composeAsset } from '../../../../src/engine/media/composeAsset.ts';
import type { Role } from '../../../../src/engine/media/model.ts';
import { factsOf } from '../../../../src/engine/media/readFacts.ts';
import { xmpFacts } from '../../../../src/engine/media/xmpSidecar.ts';
import type { RawTags } from '../../../../src/engine/programs/exiftool.ts';

const NOW = Date.UTC(2026, 10, 22, 9, 0, 0);

function file(name: string, role: Role, tags: RawTags, size = 1000): EditedFile {
  const facts = name.endsWith('.xmp') ? xmpFacts({ 'File:FileType': 'XMP', ...tags }, name) : factsOf(tags);
  return { path: { text: `2019/${name}` }, name, role, size, sha256: 'a'.repeat(64), tags, facts };
}

function asset(...files: readonly EditedFile[]): EditedAsset {
  const [main] = files;
  const group = {
    main: main?.name ?? '',
    kind: 'photo' as const,
    members: files.map(({ name, role }) => ({ name, role })),
  };
  const facts = composeAsset(group, new Map(files.map(one => [one.name, one.facts])), '2019', NOW);
  return { uid: 'u', files, facts, sidecarTimes: [], mtimeMs: Date.UTC(2020, 0, 1), isMarked: false };
}

/** Path to tags, and what is told. */
function planned(of: EditedAsset, change: EditChange, to: 'file' | 'sidecar' = 'file'): Record<string, unknown> {
  const { actions, notes } = planEdit(of, change, { to, now: NOW });
  const told = notes.length === 0 ? {} : { notes: notes.map(({ code }) => code) };
  return {
    ...Object.fromEntries(
      actions.map(action => [(action.action === 'copy' ? action.to : action.path).text.slice(5), action.tags]),
    ),
    ...told,
  };
}

const JPEG = { 'File:FileType': 'JPEG' };
const DNG = { 'File:FileType': 'DNG', 'ExifIFD:DateTimeOriginal': '2019:07:01 10:00:00' };
const HOUR = { time: { do: 'shift', ms: 3_600_000 } } as const;
const SHOT = { ...JPEG, 'ExifIFD:DateTimeOriginal': '2019:07:01 23:30:00', 'ExifIFD:OffsetTimeOriginal': '+02:00' };

const TABLE: readonly (readonly [
  name: string,
  of: EditedAsset,
  change: EditChange,
  wanted: Record<string, unknown>,
])[] = [
  [
    'a clock is shifted over midnight, and its zone stays',
    asset(file('a.jpg', 'original', SHOT)),
    HOUR,
    {
      'a.jpg': {
        'EXIF:DateTimeOriginal': '2019:07:02 00:30:00',
        'XMP-photoshop:DateCreated': '2019:07:02 00:30:00+02:00',
      },
    },
  ],
  [
    'when it was digitised is shifted by as much, and stays another time',
    asset(file('a.jpg', 'original', { ...SHOT, 'ExifIFD:CreateDate': '2020:01:01 00:00:00' })),
    HOUR,
    {
      'a.jpg': {
        'EXIF:DateTimeOriginal': '2019:07:02 00:30:00',
        'XMP-photoshop:DateCreated': '2019:07:02 00:30:00+02:00',
        'EXIF:CreateDate': '2020:01:01 01:00:00',
      },
    },
  ],
  [
    'a scan that gets its date keeps that of the scanning',
    asset(file('a.jpg', 'original', { ...SHOT, 'ExifIFD:CreateDate': '2020:01:01 00:00:00' })),
    { time: { do: 'set', time: { known: 'wall', wallMs: Date.UTC(1987, 5, 1) } } },
    {
      'a.jpg': {
        'EXIF:DateTimeOriginal': '1987:06:01 00:00:00',
        'EXIF:OffsetTimeOriginal': null,
        'XMP-photoshop:DateCreated': '1987:06:01 00:00:00',
      },
    },
  ],
  [
    'a zone is corrected keeping the instant',
    asset(file('a.jpg', 'original', SHOT)),
    { time: { do: 'zone', offsetMin: 60, keep: 'instant' } },
    {
      'a.jpg': {
        'EXIF:DateTimeOriginal': '2019:07:01 22:30:00',
        'EXIF:OffsetTimeOriginal': '+01:00',
        'XMP-photoshop:DateCreated': '2019:07:01 22:30:00+01:00',
      },
    },
  ],
  [
    'the instant of a clock without zone is not known, and can’t be kept',
    asset(file('a.jpg', 'original', { ...JPEG, 'ExifIFD:DateTimeOriginal': '2019:07:01 10:00:00' })),
    { time: { do: 'zone', offsetMin: 60, keep: 'instant' } },
    { notes: ['metadata-unwritten'] },
  ],
  [
    'the film of a live photo is shifted with it, and gets no words',
    asset(
      file('a.jpg', 'original', SHOT),
      file('a.mov', 'live', { 'File:FileType': 'MOV', 'Keys:CreationDate': '2019:07:01 23:29:58+02:00' }),
    ),
    { ...HOUR, title: 'T' },
    {
      'a.jpg': {
        'EXIF:DateTimeOriginal': '2019:07:02 00:30:00',
        'XMP-photoshop:DateCreated': '2019:07:02 00:30:00+02:00',
        'XMP-dc:Title': 'T',
      },
      'a.mov': { 'QuickTime:CreateDate': '2019:07:01 22:29:58', 'Keys:CreationDate': '2019:07:02 00:29:58+02:00' },
    },
  ],
  [
    'an edit is written with its original',
    asset(file('a.jpg', 'original', JPEG), file('a-edited.jpg', 'edited', JPEG)),
    { rating: 3 },
    { 'a.jpg': { 'XMP-xmp:Rating': 3 }, 'a-edited.jpg': { 'XMP-xmp:Rating': 3 } },
  ],
  [
    'a RAW gets a sidecar',
    asset(file('a.dng', 'original', DNG)),
    { ...HOUR, keywords: { add: ['k'] } },
    {
      'a.dng.xmp': {
        'XMP-exif:DateTimeOriginal': '2019:07:01 11:00:00',
        'XMP-photoshop:DateCreated': '2019:07:01 11:00:00',
        'XMP-dc:Subject': ['k'],
      },
    },
  ],
  [
    'the sidecar of a RAW that is there is edited, whatever it is called',
    asset(file('a.dng', 'original', DNG), file('a.xmp', 'sidecar', { 'XMP-dc:Subject': ['old'] })),
    { keywords: { add: ['k'] } },
    { 'a.xmp': { 'XMP-dc:Subject': ['old', 'k'], 'XMP-xmp:MetadataDate': '2026:11:22 09:00:00Z' } },
  ],
  [
    'of a JPEG and a RAW of one name the short sidecar is the RAW’s',
    asset(
      file('a.jpg', 'original', JPEG),
      file('a.dng', 'raw', DNG),
      file('a.xmp', 'sidecar', { 'XMP-dc:Title': 'was' }),
    ),
    { title: 'T' },
    {
      'a.jpg': { 'XMP-dc:Title': 'T' },
      'a.xmp': { 'XMP-dc:Title': 'T', 'XMP-xmp:MetadataDate': '2026:11:22 09:00:00Z' },
    },
  ],
  [
    'a sidecar of a JPEG follows where it speaks of it, and stays where it does not',
    asset(
      file('a.jpg', 'original', { ...JPEG, 'XMP-dc:Title': 'was' }),
      file('a.jpg.xmp', 'sidecar', { 'XMP-dc:Title': 'was' }),
    ),
    { title: 'T' },
    {
      'a.jpg': { 'XMP-dc:Title': 'T' },
      'a.jpg.xmp': { 'XMP-dc:Title': 'T', 'XMP-xmp:MetadataDate': '2026:11:22 09:00:00Z' },
    },
  ],
  [
    'another sidecar stays',
    asset(file('a.jpg', 'original', JPEG), file('a.jpg.xmp', 'sidecar', { 'XMP-dc:Title': 'was' })),
    { rating: 2 },
    { 'a.jpg': { 'XMP-xmp:Rating': 2 } },
  ],
  [
    'what is so already is not written',
    asset(file('a.jpg', 'original', { ...JPEG, 'XMP-xmp:Rating': 3, 'XMP-dc:Subject': ['k'] })),
    { rating: 3, keywords: { add: ['k'] }, title: null },
    {},
  ],
  [
    'IPTC and EXIF follow where they are, IPTC as far as it can say it',
    asset(
      file('a.jpg', 'original', {
        ...JPEG,
        'IPTC:Keywords': ['old'],
        'IPTC:ObjectName': 'x',
        'IFD0:ImageDescription': 'd',
        'IFD0:Rating': 1,
      }),
    ),
    { keywords: { add: ['漢字', 'neu'] }, title: '漢字', description: 'é', rating: 5 },
    {
      'a.jpg': {
        'XMP-dc:Title': '漢字',
        'IPTC:ObjectName': null,
        'XMP-dc:Description': 'é',
        'EXIF:ImageDescription': 'é',
        'IPTC:Caption-Abstract': 'é',
        'XMP-dc:Subject': ['old', '漢字', 'neu'],
        'IPTC:Keywords': ['old', 'neu'],
        'XMP-xmp:Rating': 5,
        'EXIF:Rating': 5,
      },
    },
  ],
  [
    'digiKam’s paths go with the keywords that they end in',
    asset(
      file('a.jpg', 'original', {
        ...JPEG,
        'XMP-dc:Subject': ['Paris', 'Ana'],
        'XMP-digiKam:TagsList': ['Places/Paris', 'Ana'],
      }),
    ),
    { keywords: { remove: ['Paris'] } },
    { 'a.jpg': { 'XMP-dc:Subject': ['Ana'], 'XMP-digiKam:TagsList': ['Ana'] } },
  ],
  [
    'nothing of a place stays, and a height is not one of another place',
    asset(file('a.jpg', 'original', { ...JPEG, 'GPS:GPSLatitude': 1, 'XMP-exif:GPSLatitude': 1 })),
    { gps: null },
    { 'a.jpg': { 'GPS:All': null, 'XMP-exif:GPSLatitude': null } },
  ],
  [
    'a place replaces one with a height',
    asset(file('a.jpg', 'original', { ...JPEG, 'GPS:GPSAltitude': 5, 'GPS:GPSAltitudeRef': 0 })),
    { gps: { lat: -1.5, lon: 2 } },
    {
      'a.jpg': {
        'EXIF:GPSAltitude': null,
        'EXIF:GPSAltitudeRef': null,
        'EXIF:GPSLatitude': 1.5,
        'EXIF:GPSLatitudeRef': 'S',
        'EXIF:GPSLongitude': 2,
        'EXIF:GPSLongitudeRef': 'E',
      },
    },
  ],
  [
    'a film has the places and words of films',
    asset(
      file('a.mov', 'original', { 'File:FileType': 'MOV', 'UserData:GPSCoordinates': '1 2', 'XMP-dc:Title': 'was' }),
    ),
    { gps: { lat: 1.5, lon: -2 }, title: 'T' },
    {
      'a.mov': {
        'Keys:GPSCoordinates': '1.5 -2',
        'UserData:GPSCoordinates': '1.5 -2',
        'Keys:Title': 'T',
        'XMP-dc:Title': 'T',
      },
    },
  ],
  [
    'a film of more than 512 MB gets a sidecar',
    asset(file('a.mov', 'original', { 'File:FileType': 'MOV' }, 600_000_000)),
    { title: 'T' },
    { 'a.mov.xmp': { 'XMP-dc:Title': 'T' } },
  ],
  [
    'a clock without zone can’t stand in QuickTime’s keys',
    asset(file('a.mov', 'original', { 'File:FileType': 'MOV', 'Keys:CreationDate': '2019:07:01 10:00:00+02:00' })),
    { time: { do: 'set', time: { known: 'wall', wallMs: Date.UTC(2000, 0, 1) } } },
    { 'a.mov': { 'XMP-exif:DateTimeOriginal': '2000:01:01 00:00:00', 'Keys:CreationDate': null } },
  ],
  [
    'a name at a face stays, and that is told',
    asset(
      file('a.jpg', 'original', {
        ...JPEG,
        'XMP-mwg-rs:RegionInfo': { RegionList: [{ Name: 'Ana', Type: 'Face' }] },
        'XMP-iptcExt:PersonInImage': ['Ana', 'Bo'],
      }),
    ),
    { people: { remove: ['Ana'] } },
    { 'a.jpg': { 'XMP-iptcExt:PersonInImage': ['Bo'] }, notes: ['metadata-unwritten'] },
  ],
];

for (const [name, of, change, wanted] of TABLE)
  test(name, () => {
    assert.deepEqual(planned(of, change), wanted);
  });

test('into sidecars by wish: a new one says all of it, and of what it can’t take away is told', () => {
  const of = asset(file('a.jpg', 'original', { ...SHOT, 'XMP-dc:Title': 'was', 'XMP-dc:Subject': ['one', 'two'] }));
  assert.deepEqual(planned(of, { keywords: { remove: ['one'] }, title: null }, 'sidecar'), {
    'a.jpg.xmp': { 'XMP-dc:Subject': ['two'] },
    notes: ['metadata-unwritten'],
  });
  const [action] = planEdit(of, HOUR, { to: 'sidecar', now: NOW }).actions;
  assert.ok(action?.action === 'copy');
  assert.match(action.text, /<exif:DateTimeOriginal>2019-07-02T00:30:00\+02:00</);
  assert.match(action.text, /<xmp:MetadataDate>2026-11-22T09:00:00.000Z</);
  assert.match(action.text, /<photoshop:SidecarForExtension>jpg</);
});

test('what the tags say before goes along, for whoever reads the plan', () => {
  const of = asset(file('a.jpg', 'original', { ...JPEG, 'XMP-dc:Title': 'was' }));
  const [action] = planEdit(of, { title: 'T', rating: 1 }, { to: 'file', now: NOW }).actions;
  assert.ok(action?.action === 'metadata');
  assert.deepEqual(action.before, { 'XMP-dc:Title': 'was' });
});
