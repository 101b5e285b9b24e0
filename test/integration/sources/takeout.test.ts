/** A made Takeout with every known quirk, scattered over zips or as a tree, against the truth about it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { crc32 } from 'node:zlib';
import type { SourceFinding } from '../../../src/engine/sources/finding.ts';
import { Given } from '../../../src/engine/sources/given.ts';
import type { OpenOptions, SourceItem } from '../../../src/engine/sources/source.ts';
import { takeout } from '../../../src/engine/sources/takeout/takeout.ts';
import {
  makeTakeout,
  type Takeout,
  type TakeoutInstance,
  type TakeoutOptions,
  type TakeoutPhoto,
  writeTakeoutTree,
  writeTakeoutZips,
} from '../../fixtures/takeout.ts';
import { writeZip } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Seen {
  readonly items: readonly SourceItem[];
  readonly findings: readonly SourceFinding[];
}

async function read(t: TestContext, paths: readonly string[], options?: OpenOptions): Promise<Seen> {
  const given = Given.of(paths);
  t.after(() => given.close());
  assert.equal((await takeout.recognise(given)).confidence, 1);
  const items: SourceItem[] = [];
  const findings: SourceFinding[] = [];
  for await (const event of (await takeout.open(given, options)).events()) {
    if (event.type === 'item') items.push(event.item);
    else findings.push(event.finding);
  }
  return { items, findings };
}

const told = (findings: readonly SourceFinding[], code: string) =>
  findings.filter(finding => finding.code === code).map(({ path }) => path);

/** What the sidecar that an item was paired with says, as far as the truth states it. */
function saidOf(item: SourceItem) {
  const facts = item.sidecars
    .map(({ name }) => item.said.get(name))
    .find(found => found?.sidecarOf?.form === 'takeout');
  const time = facts?.times?.[0]?.time;
  return {
    taken: time?.known === 'instant' ? time.utcMs / 1000 : undefined,
    gps: facts?.gps == null ? undefined : { lat: facts.gps.value.lat, lon: facts.gps.value.lon },
    description: facts?.description?.value,
    people: facts?.people?.value ?? [],
    favorite: facts?.favorite?.value ?? false,
    archived: item.states.archived ?? false,
    trashed: item.states.trashed ?? false,
    locked: item.states.locked ?? false,
  };
}

function truthOf({ taken, gps, description, people, favorite, archived, trashed, locked }: TakeoutPhoto) {
  return { taken, gps, description, people, favorite, archived, trashed, locked };
}

function check(truth: Takeout, { items, findings }: Seen): void {
  const byFile = new Map(items.flatMap(item => item.files.map(({ path }) => [path.normalize('NFC'), item] as const)));
  assert.equal(byFile.size, items.flatMap(({ files }) => files).length, 'no file is in two items');
  const albums = new Map<TakeoutPhoto, Set<string>>();
  for (const instance of truth.instances) {
    const paths = instance.files.map(name => `${instance.directory}/${name}`.normalize('NFC'));
    const item = byFile.get(paths[0]!);
    const where = `${paths[0]} (${instance.sidecar})`;
    assert.ok(item != null, `${where} is there`);
    assert.deepEqual(item.files.map(({ path }) => path.normalize('NFC')).sort(), [...paths].sort(), where);
    assert.equal(item.main.path.normalize('NFC'), paths[0], where);
    for (const album of item.albums) albums.set(instance.photo, (albums.get(instance.photo) ?? new Set()).add(album));
    checkPair(instance, item, findings, where);
  }
  for (const [photo, found] of albums) assert.deepEqual([...found].sort(), [...photo.albums].sort(), photo.title);
  for (const photo of new Set(truth.instances.map(instance => instance.photo))) {
    if (photo.albums.size > 0) assert.ok(albums.has(photo), `${photo.title} is in its album`);
  }
  const missing = findings.filter(finding => finding.missing);
  assert.equal(missing.length, truth.missing.length);
  for (const title of truth.missing)
    assert.ok(
      missing.some(({ message }) => message.includes(title)),
      title,
    );
  assert.deepEqual(told(findings, 'empty').sort(), [...truth.empty].sort());
}

function checkPair(instance: TakeoutInstance, item: SourceItem, findings: readonly SourceFinding[], where: string) {
  const about = findings.filter(({ path }) => path.normalize('NFC') === item.main.path.normalize('NFC'));
  switch (instance.sidecar) {
    case 'paired':
    case 'twin':
    case 'distant':
      assert.deepEqual(saidOf(item), truthOf(instance.photo), where);
      assert.equal(item.distant ?? false, instance.sidecar === 'distant', where);
      assert.equal(
        about.some(({ code }) => code === 'distant-sidecar'),
        instance.sidecar === 'distant',
        where,
      );
      break;
    case 'none':
    case 'ambiguous':
      assert.equal(item.sidecars.length, 0, where);
      assert.ok(
        about.some(({ code }) => code === 'unmatched-media'),
        where,
      );
  }
}

const LANGUAGES = ['en', 'de', 'fr', 'ja'] as const;
const STYLES = ['old', 'new', 'mixed'] as const;
const EXPORTS: readonly TakeoutOptions[] = LANGUAGES.flatMap((language, i) =>
  STYLES.map((style, j) => ({ language, style, seed: 1 + i * 3 + j, media: 300 })),
);

test('every pair, date, place, state and album of made exports is right, in four languages and three styles', async t => {
  const temp = new TempBackup(t);
  let media = 0;
  for (const options of EXPORTS) {
    const truth = makeTakeout(options);
    media += truth.instances.flatMap(({ files }) => files).length;
    const folder = temp.path(`${options.language}-${options.style}`);
    writeTakeoutZips(folder, truth, 5, options.seed);
    check(truth, await read(t, [folder]));
  }
  assert.ok(media >= 3000, `${media} media`);
});

test('an unpacked tree, and parts of all kinds mixed, say the same as zips', async t => {
  const temp = new TempBackup(t);
  const truth = makeTakeout({ language: 'fr', style: 'mixed', seed: 99, media: 300 });
  const zips = writeTakeoutZips(temp.path('zips'), truth, 3, 1);
  for (const [index, zip] of zips.entries()) {
    const to = temp.path('unpacked', String(index));
    fs.mkdirSync(to, { recursive: true });
    execFileSync('unzip', ['-q', '-o', zip, '-d', to]);
  }
  // A person may have unpacked each part for itself, or one, or made a tgz of it.
  execFileSync('tar', ['-czf', temp.path('part2.tgz'), '-C', temp.path('unpacked', '1'), 'Takeout']);
  const beside = truth.files.flatMap(file => file.beside ?? []).map(name => temp.path('zips', name));
  const table = [
    [temp.path('unpacked'), ...beside],
    [zips[0]!, temp.path('part2.tgz'), temp.path('unpacked', '2'), ...beside],
    [zips[2]!, temp.path('unpacked', '1', 'Takeout'), temp.path('unpacked', '0'), ...beside],
  ];
  for (const [index, paths] of table.entries()) {
    // Beside a tree only there are no archives to be beside of.
    if (index === 0)
      paths.push(writeZip(temp.path('empty.zip'), [{ name: 'Takeout/x.html', bytes: Buffer.from('x') }]));
    check(truth, await read(t, paths));
  }
});

test('names that macOS unpacked (NFD) pair with those of zips (NFC)', async t => {
  const temp = new TempBackup(t);
  const truth = makeTakeout({ language: 'de', style: 'new', seed: 5, media: 200 });
  const decomposed = truth.files.filter(file => file.beside == null && file.path.endsWith('.json'));
  writeTakeoutTree(temp.path('tree'), {
    ...truth,
    files: decomposed.map(file => ({ ...file, path: file.path.normalize('NFD') })),
  });
  const zip = writeZip(
    temp.path('media.zip'),
    truth.files
      .filter(file => file.beside == null && !file.path.endsWith('.json'))
      .map(({ path: name, bytes }) => ({ name, bytes })),
  );
  for (const { beside, bytes } of truth.files) if (beside != null) temp.write(beside, bytes);
  const bare = truth.files.flatMap(file => (file.beside == null ? [] : [temp.path(file.beside)]));
  check(truth, await read(t, [temp.path('tree'), zip, ...bare]));
});

test('the bytes of every file come out whole', async t => {
  const temp = new TempBackup(t);
  const truth = makeTakeout({ language: 'en', style: 'new', seed: 7, media: 150 });
  writeTakeoutZips(temp.path('zips'), truth, 3, 7);
  const { items } = await read(t, [temp.path('zips')]);
  const wanted = new Map(truth.files.map(file => [file.path.replace(/^Takeout\//, ''), file.bytes]));
  for (const file of items.flatMap(({ files, sidecars }) => [...files, ...sidecars])) {
    const bytes = wanted.get(file.path);
    // A sidecar from elsewhere goes by the folder of its photo.
    if (bytes == null) continue;
    assert.deepEqual(await buffer(await file.open()), bytes, file.path);
    assert.deepEqual(await file.head(10), bytes.subarray(0, 10));
    if (file.crc32 != null) assert.equal(file.crc32, crc32(bytes));
  }
});

test('hostile sidecars cost what they say, and nothing else', async t => {
  const temp = new TempBackup(t);
  const folder = 'Takeout/Google Photos/Photos from 2019';
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
  const json = (title: string, more: object = {}) =>
    Buffer.from(JSON.stringify({ title, photoTakenTime: { timestamp: '1561975200' }, ...more }));
  const sidecars: Readonly<Record<string, Buffer>> = {
    'good.jpg': json('good.jpg'),
    'noise.jpg': Buffer.from('{"title": "noise.jpg", '),
    'huge.jpg': Buffer.alloc(300 << 20, ' '),
    'deep.jpg': Buffer.from(
      `{"title":"deep.jpg","photoTakenTime":{"timestamp":"1561975200"},"url":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
    ),
    'year.jpg': json('year.jpg', { photoTakenTime: { timestamp: '99999999999999' } }),
    'place.jpg': json('place.jpg', { geoData: { latitude: 1e9, longitude: 0 } }),
    'types.jpg': json('types.jpg', { people: 'x', description: { a: 1 }, geoData: [], favorited: 'yes' }),
    'proto.jpg': Buffer.from(
      '{"title":"proto.jpg","photoTakenTime":{"timestamp":"1561975200"},"__proto__":{"archived":true}}',
    ),
    'long.jpg': json('long.jpg', { googlePhotosOrigin: 'x'.repeat(1 << 20) }),
  };
  const zip = writeZip(
    temp.path('a.zip'),
    Object.entries(sidecars).flatMap(([name, bytes]) => [
      { name: `${folder}/${name}`, bytes: jpeg },
      { name: `${folder}/${name}.json`, bytes },
    ]),
  );
  const { items, findings } = await read(t, [zip]);
  assert.equal(items.length, Object.keys(sidecars).length);
  const unread = (code: string) =>
    told(findings, code)
      .map(found => found.split('/').at(-1)!)
      .sort();
  assert.deepEqual(unread('bomb'), ['huge.jpg.json']);
  assert.deepEqual(unread('metadata-unread'), ['noise.jpg.json', 'place.jpg.json', 'year.jpg.json']);
  assert.deepEqual(unread('unmatched-media'), ['huge.jpg', 'noise.jpg']);
  const raw = Object.fromEntries(items.map(item => [item.main.name, JSON.stringify(item.raw ?? {}).length]));
  assert.ok(Object.values(raw).every(length => length < 6000));
  assert.ok(items.every(({ states }) => states.archived == null));
  // As a file of its own it is too large as well.
  temp.write('tree/Photos from 2019/huge.jpg.json', Buffer.alloc(20 << 20, ' '));
  temp.write('tree/Photos from 2019/huge.jpg', jpeg);
  temp.write('tree/Photos from 2019/good.jpg.json', json('good.jpg'));
  const tree = await read(t, [temp.path('tree')]);
  assert.deepEqual(told(tree.findings, 'metadata-unread'), ['tree/Photos from 2019/huge.jpg.json']);
});

test('two exports at once are not mixed', async t => {
  const temp = new TempBackup(t);
  const folder = 'Takeout/Google Photos/Photos from 2019';
  const json = Buffer.from(JSON.stringify({ title: 'a.jpg', photoTakenTime: { timestamp: '1561975200' } }));
  const media = Buffer.from('of Anna');
  const table: readonly (readonly [string, string])[] = [
    ['takeout-20240101T000000Z-001.zip', 'takeout-20240202T000000Z-001.zip'],
    ['anna.zip', 'bert.zip'],
  ];
  for (const [anna, bert] of table) {
    const paths = [
      writeZip(temp.path(anna), [
        { name: `${folder}/a.jpg`, bytes: media },
        { name: `${folder}/b.jpg`, bytes: media },
      ]),
      writeZip(temp.path(bert), [
        { name: `${folder}/a.jpg`, bytes: Buffer.from('of Bert') },
        { name: `${folder}/a.jpg.json`, bytes: json },
        { name: `${folder}/b.jpg`, bytes: Buffer.from('by Bert') },
      ]),
    ];
    const { items } = await read(t, paths);
    assert.equal(items.length, 4, anna);
    for (const item of items) {
      const isBerts = (await buffer(await item.main.open())).toString() === 'of Bert';
      assert.equal(item.sidecars.length, isBerts ? 1 : 0, item.main.path);
    }
    assert.equal(new Set(items.map(({ main }) => main.path)).size, 4, 'paths are unique');
  }
});

test('a part that is missing is named, and what only sidecars know is counted', async t => {
  const temp = new TempBackup(t);
  const truth = makeTakeout({ language: 'en', style: 'mixed', seed: 8, media: 300 });
  const zips = writeTakeoutZips(temp.path('zips'), truth, 4, 8);
  const { items, findings } = await read(t, [zips[0]!, zips[1]!, zips[3]!]);
  assert.deepEqual(told(findings, 'missing-part'), ['takeout-20240101T000000Z-003.zip']);
  assert.ok(findings.filter(({ missing }) => missing).length > truth.missing.length);
  // What is paired is paired rightly.
  const byPath = new Map(truth.instances.map(found => [`${found.directory}/${found.files[0]}`, found]));
  for (const item of items) {
    const instance = byPath.get(item.main.path);
    // Of two that could be its sidecar one may lie in the missing part: then nothing shows that there were two.
    if (instance == null || item.sidecars.length === 0 || instance.sidecar === 'ambiguous') continue;
    assert.deepEqual(saidOf(item).taken, instance.photo.taken, item.main.path);
  }
});
