/** Folders of all kinds as sources, and what is said of what was given. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { composeAsset } from '../../../src/engine/media/composeAsset.ts';
import type { FileFacts } from '../../../src/engine/media/model.ts';
import type { SourceFinding } from '../../../src/engine/sources/finding.ts';
import { Given } from '../../../src/engine/sources/given.ts';
import { type Recognised, recognise } from '../../../src/engine/sources/recognise.ts';
import type { OpenOptions, SourceItem } from '../../../src/engine/sources/source.ts';
import { OsxphotosDatabase } from '../../fixtures/osxphotosDatabase.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { writeZip } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Seen {
  readonly recognised: Recognised;
  readonly label: string;
  readonly items: readonly SourceItem[];
  readonly findings: readonly SourceFinding[];
}

async function read(t: TestContext, paths: readonly string[], options?: OpenOptions): Promise<Seen> {
  const given = Given.of(paths);
  t.after(() => given.close());
  const recognised = await recognise(given);
  const open = await recognised.source.open(given, options);
  const items: SourceItem[] = [];
  const findings: SourceFinding[] = [];
  for await (const event of open.events()) {
    if (event.type === 'item') items.push(event.item);
    else findings.push(event.finding);
  }
  return { recognised, label: open.label, items, findings };
}

const shape = (items: readonly SourceItem[]) =>
  items.map(({ directory, files, sidecars }) =>
    [directory, ...files.map(({ name, role }) => `${role}:${name}`), ...sidecars.map(({ name }) => name)].join(' '),
  );

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="2019-07-01T10:00:00+02:00"/>
</rdf:RDF></x:xmpmeta>`;

test("a camera's card", async t => {
  const temp = new TempBackup(t);
  temp.write('card/DCIM/100CANON/IMG_0001.JPG', takeoutMedia('jpg', 1));
  temp.write('card/DCIM/100CANON/IMG_0001.CR2', takeoutMedia('jpg', 2));
  temp.write('card/DCIM/100CANON/MVI_0002.MP4', takeoutMedia('mp4', 3));
  temp.write('card/DCIM/100CANON/MVI_0002.THM', 'thumbnail');
  temp.write('card/DCIM/101CANON/IMG_0001.JPG', takeoutMedia('jpg', 4));
  temp.write('card/MISC/AUTPRINT.MRK', 'x');
  const { items, findings, label, recognised } = await read(t, [temp.path('card')]);
  assert.equal(label, 'Camera card');
  assert.equal(recognised.words, 'Recognised as Folder by its folder DCIM/100CANON.');
  assert.deepEqual(shape(items), [
    'DCIM/100CANON original:IMG_0001.JPG raw:IMG_0001.CR2',
    'DCIM/100CANON original:MVI_0002.MP4',
    'DCIM/101CANON original:IMG_0001.JPG',
  ]);
  assert.deepEqual(
    findings.map(({ code, path }) => `${code} ${path}`),
    ['skipped DCIM/100CANON', 'skipped MISC'],
  );
  assert.equal(items[0]!.main.onDisk, temp.path('card/DCIM/100CANON/IMG_0001.JPG'));
});

test('an osxphotos tree: its sidecars are read, also out of a zip', async t => {
  const temp = new TempBackup(t);
  const json = Buffer.from('[{"SourceFile":"IMG_2.jpeg","EXIF:DateTimeOriginal":"2018:01:02 03:04:05"}]');
  const files: readonly (readonly [string, Buffer])[] = [
    ['2019/IMG_1.HEIC', takeoutMedia('heic', 1)],
    ['2019/IMG_1.mov', takeoutMedia('mov', 2)],
    ['2019/IMG_1_edited.jpeg', takeoutMedia('jpg', 3)],
    ['2019/IMG_1.HEIC.xmp', Buffer.from(XMP)],
    ['2019/IMG_1.AAE', Buffer.from('<?xml version="1.0"?><plist></plist>')],
    ['2019/IMG_2.jpeg', takeoutMedia('jpg', 4)],
    ['2019/IMG_2.jpeg.json', json],
    ['2019/missing.jpg.xmp', Buffer.from(XMP)],
    ['2019/odd.jpg', takeoutMedia('jpg', 5)],
    ['2019/odd.jpg.xmp', Buffer.from('<x:xmpmeta')],
  ];
  for (const [name, bytes] of files) temp.write(`tree/${name}`, bytes);
  new OsxphotosDatabase(temp.path('tree')).close();
  const zip = writeZip(
    temp.path('tree.zip'),
    files.map(([name, bytes]) => ({ name, bytes })),
  );
  for (const [source, label] of [
    [temp.path('tree'), 'osxphotos export (a folder)'],
    [zip, 'Folder (a zip)'],
  ] as const) {
    const { items, findings, ...seen } = await read(t, [source]);
    assert.equal(seen.label, label);
    assert.deepEqual(shape(items), [
      '2019 original:IMG_1.HEIC edited:IMG_1_edited.jpeg live:IMG_1.mov IMG_1.AAE IMG_1.HEIC.xmp',
      '2019 original:IMG_2.jpeg IMG_2.jpeg.json',
      '2019 original:odd.jpg odd.jpg.xmp',
    ]);
    const said = findings.map(({ code, path }) => `${code} ${path}`).filter(each => !each.startsWith('skipped'));
    assert.deepEqual(said, ['metadata-unread 2019/odd.jpg.xmp', 'unmatched-sidecar 2019/missing.jpg.xmp']);
    const [first] = items;
    const { capturedAt } = composeAsset(first!.group, first!.said, '');
    assert.deepEqual(capturedAt?.value, { known: 'zoned', wallMs: Date.parse('2019-07-01T10:00Z'), offsetMin: 120 });
  }
});

test('facts of media that the job reads pair live photos by their identifier', async t => {
  const temp = new TempBackup(t);
  temp.write('in/IMG_0861.HEIC', takeoutMedia('heic', 1));
  temp.write('in/IMG_0861-1.MOV', takeoutMedia('mov', 2));
  const facts = async (): Promise<FileFacts> => ({ v: 1, contentId: 'A' });
  const { items } = await read(t, [temp.path('in')], { facts });
  assert.deepEqual(shape(items), [' original:IMG_0861.HEIC live:IMG_0861-1.MOV']);
  assert.equal(items[0]!.said.get('IMG_0861-1.MOV')?.contentId, 'A');
});

test('another backup, without what Keepsake keeps in it; libraries are named, not entered', async t => {
  const temp = new TempBackup(t);
  temp.write('old/2019/a.jpg', takeoutMedia('jpg', 1));
  temp.write('old/.keepsake/backup.json', '{}');
  temp.write('old/.keepsake/quarantine/b.jpg', takeoutMedia('jpg', 2));
  temp.write('old/Mine.photoslibrary/originals/0/c.heic', takeoutMedia('heic', 3));
  temp.write('old/2019/empty.jpg', '');
  const { items, findings, label } = await read(t, [temp.path('old')]);
  assert.equal(label, 'Keepsake backup');
  assert.deepEqual(shape(items).sort(), ['2019 original:a.jpg', '2019 original:empty.jpg']);
  assert.deepEqual(findings.map(({ code, path }) => `${code} ${path}`).sort(), [
    'empty 2019/empty.jpg',
    'skipped Mine.photoslibrary',
  ]);
});

test('several folders: paths stay unique; a name that is not UTF-8 is read', async t => {
  const temp = new TempBackup(t);
  for (const card of ['one', 'two']) temp.write(`${card}/DCIM/a.jpg`, takeoutMedia('jpg', card.length));
  const latin = Buffer.concat([Buffer.from(`${temp.root}/one/`), Buffer.from('\xe9.jpg', 'latin1')]);
  fs.writeFileSync(latin, takeoutMedia('jpg', 9));
  const { items } = await read(t, [temp.path('one'), temp.path('two')]);
  assert.deepEqual(
    items.map(({ main }) => main.path).sort(),
    ['one/DCIM/a.jpg', 'one/\\xE9.jpg', 'two/DCIM/a.jpg'].sort(),
  );
  const odd = items.find(({ main }) => main.path.includes('xE9'))!.main;
  assert.deepEqual(await odd.head(1 << 20), takeoutMedia('jpg', 9));
});
