/** Archives of all kinds are read alike; hostile and damaged ones lose only what is bad in them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import zlib from 'node:zlib';
import { pack } from 'tar-stream';
import type { Entry } from '../../../src/engine/sources/archive/entry.ts';
import { SourceDamaged } from '../../../src/engine/sources/damaged.ts';
import type { SourceFinding } from '../../../src/engine/sources/finding.ts';
import { Given } from '../../../src/engine/sources/given.ts';
import { writeZip, type ZipFile } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Listed {
  readonly given: Given;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly findings: readonly SourceFinding[];
}

async function list(t: TestContext, ...paths: string[]): Promise<Listed> {
  const given = Given.of(paths);
  t.after(() => given.close());
  const listings = await given.listings();
  const entries = listings.flatMap(({ directories }) =>
    [...directories].flatMap(([directory, files]) =>
      [...files].map(entry => [directory === '' ? entry.name : `${directory}/${entry.name}`, entry] as const),
    ),
  );
  return { given, entries: new Map(entries), findings: listings.flatMap(({ findings }) => findings) };
}

const codes = (findings: readonly SourceFinding[]) => findings.map(({ code, path }) => `${code} ${path}`).sort();
const read = async (entry: Entry | undefined) => buffer(await entry!.open());
const big = crypto.randomBytes(3 << 20);
const text = Buffer.from('a photo\n'.repeat(1000));

function tar(files: readonly (readonly [string, Uint8Array])[]): Promise<Buffer> {
  const packing = pack();
  for (const [name, bytes] of files) packing.entry({ name, mtime: new Date(1_500_000_000_000) }, bytes);
  packing.finalize();
  return buffer(packing as unknown as AsyncIterable<Buffer>);
}

const CONTENT: readonly (readonly [string, Buffer])[] = [
  ['Takeout/Google Photos/A/one.jpg', text],
  ['Takeout/Google Photos/A/one.jpg.json', Buffer.from('{}')],
  ['Takeout/Google Photos/A/big.mp4', big],
  ['Takeout/Google Photos/Ä/empty.jpg', Buffer.alloc(0)],
  [`Takeout/Google Photos/${'long '.repeat(40)}/two.jpg`, text],
];

test('zip, tar, tgz and folder give the same', async t => {
  const temp = new TempBackup(t);
  const zip = writeZip(
    temp.path('a.zip'),
    CONTENT.map(([name, bytes]) => ({ name, bytes, mtime: 1_500_000_000 })),
  );
  const zip64 = writeZip(
    temp.path('64.zip'),
    CONTENT.map(([name, bytes]) => ({ name, bytes, mtime: 1_500_000_000, zip64: true, stored: true })),
    true,
  );
  const plain = temp.write('a.tar', await tar(CONTENT));
  const tgz = temp.write('a.tgz', zlib.gzipSync(await tar(CONTENT)));
  fs.mkdirSync(temp.path('folder'));
  execFileSync('tar', ['-xf', plain, '-C', temp.path('folder')]);
  for (const source of [zip, zip64, plain, tgz, temp.path('folder')]) {
    const { entries, findings } = await list(t, source);
    assert.deepEqual(findings, [], source);
    assert.deepEqual([...entries.keys()].sort(), CONTENT.map(([name]) => name).sort(), source);
    for (const [name, bytes] of CONTENT) {
      const entry = entries.get(name);
      assert.equal(entry?.size, bytes.length, source);
      assert.equal(entry.mtimeMs, 1_500_000_000_000, `${source} ${name}`);
      assert.deepEqual(await entry.head(100), bytes.subarray(0, 100));
      assert.deepEqual(await read(entry), bytes, `${source} ${name}`);
      // And backwards: a tgz has to begin anew.
      assert.deepEqual(await entry.head(2 << 20), bytes.subarray(0, 2 << 20));
    }
  }
});

test('several files of one archive are read at once', async t => {
  const temp = new TempBackup(t);
  const parts = Array.from({ length: 6 }, (_, i) => [`${i}.mp4`, crypto.randomBytes(2 << 20)] as const);
  const tgz = temp.write('a.tgz', zlib.gzipSync(await tar(parts), { level: 1 }));
  const zip = writeZip(
    temp.path('a.zip'),
    parts.map(([name, bytes]) => ({ name, bytes })),
  );
  for (const source of [tgz, zip]) {
    const { entries } = await list(t, source);
    const streams = await Promise.all(parts.map(([name]) => entries.get(name)!.open()));
    const found = await Promise.all(streams.reverse().map(stream => buffer(stream)));
    assert.ok(found.reverse().every((bytes, i) => bytes.equals(parts[i]![1])));
  }
});

test('a stream that is dropped half-way leaves the archive usable', async t => {
  const temp = new TempBackup(t);
  const tgz = temp.write(
    'a.tgz',
    zlib.gzipSync(
      await tar([
        ['a.mp4', big],
        ['b.mp4', big],
      ]),
    ),
  );
  const zip = writeZip(temp.path('a.zip'), [
    { name: 'a.mp4', bytes: big },
    { name: 'b.mp4', bytes: big },
  ]);
  for (const source of [tgz, zip]) {
    const { entries } = await list(t, source);
    for await (const _chunk of await entries.get('a.mp4')!.open()) break;
    assert.deepEqual(await read(entries.get('b.mp4')), big);
    assert.deepEqual(await read(entries.get('a.mp4')), big);
  }
});

test('names in UTF-8 with and without the flag, in NFD, and in CP437', async t => {
  const temp = new TempBackup(t);
  const zip = writeZip(temp.path('names.zip'), [
    { name: 'Für Oma/Käse.jpg', bytes: text },
    { name: Buffer.from('Für Opa/画像.jpg'), bytes: text },
    { name: 'Été/é.jpg'.normalize('NFD'), bytes: text },
    { name: Buffer.from('M\x81nchen/\x84.jpg', 'latin1'), bytes: text },
    { name: Buffer.from('bad flag \xe9.jpg', 'latin1'), flags: 0x800, bytes: text },
  ]);
  const { entries, findings } = await list(t, zip);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    [...entries.keys()],
    ['Für Oma/Käse.jpg', 'Für Opa/画像.jpg', 'Été/é.jpg'.normalize('NFD'), 'München/ä.jpg', 'bad flag Θ.jpg'],
  );
});

test('what is hostile in a zip is left out, the rest is taken', async t => {
  const temp = new TempBackup(t);
  const good: ZipFile = { name: 'good.jpg', bytes: text };
  const table: readonly (readonly [ZipFile, readonly string[]])[] = [
    [{ name: '../../evil.jpg', bytes: text }, ['unsafe-path ../../evil.jpg']],
    [{ name: '/etc/evil.jpg', bytes: text }, ['unsafe-path /etc/evil.jpg']],
    [{ name: 'C:\\evil.jpg', bytes: text }, ['unsafe-path C:\\evil.jpg']],
    [{ name: 'link.jpg', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 }, ['link link.jpg']],
    [{ name: 'folder/', mode: 0o040755 }, []],
    [{ name: 'secret.jpg', bytes: text, flags: 0x801 }, ['unreadable secret.jpg']],
    [{ name: 'strong.jpg', bytes: text, flags: 0x841 }, ['damaged x.zip']],
    [{ name: 'method.jpg', bytes: text, method: 99 }, ['unreadable method.jpg']],
    [{ name: 'bomb.jpg', bytes: text, size: 4_000_000_000 }, ['bomb bomb.jpg']],
    [{ name: 'extra.jpg', bytes: text, extra: Buffer.from([1, 0, 255, 255]) }, ['damaged x.zip']],
    [{ name: 'beyond.jpg', bytes: text, offset: 3_000_000_000 }, ['damaged beyond.jpg']],
    [{ name: 'same.jpg', bytes: text, offset: 0 }, ['bomb same.jpg']],
    [{ name: '', bytes: text }, ['unsafe-path ']],
  ];
  for (const [bad, expected] of table) {
    const { entries, findings } = await list(t, writeZip(temp.path('x.zip'), [good, bad, { ...good, name: 'z.jpg' }]));
    assert.deepEqual(
      codes(findings),
      expected.map(code => code.replace(/ $/, ' x.zip')),
      String(bad.name),
    );
    assert.ok(entries.has('z.jpg') && entries.has('good.jpg'), String(bad.name));
    assert.equal(entries.size, 2, String(bad.name));
    assert.deepEqual(await read(entries.get('good.jpg')), text);
    assert.ok(findings.every(({ message }) => message.length > 30 && message.endsWith('.')));
  }
});

test('a zip that lists its files in another order than they lie in is read whole', async t => {
  const temp = new TempBackup(t);
  const file = writeZip(
    temp.path('a.zip'),
    Array.from({ length: 40 }, (_, i) => ({ name: `${i}.jpg`, bytes: Buffer.from(`photo ${i}`) })),
  );
  const bytes = fs.readFileSync(file);
  const from = bytes.indexOf('PK\x01\x02');
  const end = bytes.indexOf('PK\x05\x06');
  const records = bytes.toString('latin1', from, end).split(/(?=PK\x01\x02)/);
  const mixed = records.map((_, i) => records[(i * 7) % records.length]).join('');
  fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, from), Buffer.from(mixed, 'latin1'), bytes.subarray(end)]));
  const { entries, findings } = await list(t, file);
  assert.deepEqual(findings, []);
  assert.equal(entries.size, 40);
  for (const [name, entry] of entries)
    assert.equal((await read(entry)).toString(), `photo ${Number.parseInt(name, 10)}`);
});

test('bytes that are not as listed are never given as whole', async t => {
  const temp = new TempBackup(t);
  const zeros = Buffer.alloc(40 << 20);
  const zip = writeZip(temp.path('x.zip'), [
    { name: 'crc.jpg', bytes: text, crc32: 1 },
    { name: 'crc.mp4', bytes: big, crc32: 1 },
    { name: 'more.jpg', bytes: text, size: 10 },
    { name: 'more.mp4', bytes: zeros, size: 30 << 20 },
    { name: 'fewer.jpg', bytes: text, size: text.length + 1 },
    { name: 'fewer.mp4', bytes: big, size: big.length + 1 },
    { name: 'not deflated.jpg', bytes: text, stored: true, method: 8 },
    { name: 'not deflated.mp4', bytes: big, stored: true, method: 8 },
    { name: 'good.jpg', bytes: text },
  ]);
  const { entries } = await list(t, zip);
  assert.equal(entries.size, 9);
  for (const [name, entry] of entries) {
    if (name === 'good.jpg') assert.deepEqual(await read(entry), text);
    else await assert.rejects(read(entry), SourceDamaged, name);
  }
});

test('cut archives: what is whole before the break of a tgz is taken, a cut zip is named', async t => {
  const temp = new TempBackup(t);
  const whole = fs.readFileSync(writeZip(temp.path('whole.zip'), [{ name: 'a.jpg', bytes: big }]));
  const cut = await list(t, temp.write('cut.zip', whole.subarray(0, whole.length / 2)));
  assert.deepEqual([codes(cut.findings), cut.entries.size], [['damaged cut.zip'], 0]);
  const tail = await list(t, temp.write('tail.zip', whole.subarray(0, whole.length - 5)));
  assert.deepEqual(codes(tail.findings), ['damaged tail.zip']);
  const noise = await list(t, temp.write('page.zip', '<html>Sign in to download</html>'));
  assert.deepEqual(codes(noise.findings), ['damaged page.zip']);
  const tgz = zlib.gzipSync(
    await tar([
      ['a.jpg', text],
      ['b.mp4', big],
      ['c.jpg', text],
    ]),
  );
  const broken = await list(t, temp.write('cut.tgz', tgz.subarray(0, tgz.length / 2)));
  assert.deepEqual([codes(broken.findings), [...broken.entries.keys()]], [['damaged cut.tgz'], ['a.jpg']]);
});

test('a folder of zips and files is taken apart; what is named twice is taken once', async t => {
  const temp = new TempBackup(t);
  temp.write('in/c-012.mp4', text);
  temp.write('in/deep/other.zip', 'not looked into');
  writeZip(temp.path('in/takeout-2.zip'), [{ name: 'b.jpg', bytes: text }]);
  writeZip(temp.path('in/takeout-10.zip'), [{ name: 'a.jpg', bytes: text }]);
  const { given, entries } = await list(t, temp.path('in'), temp.path('in/takeout-2.zip'), temp.path('in/c-012.mp4'));
  assert.deepEqual([...entries.keys()], ['b.jpg', 'a.jpg', 'c-012.mp4', 'deep/other.zip']);
  assert.equal(given.inWords(), '2 zips and a folder');
  const stamp = await given.stamp();
  assert.equal(stamp, await Given.of([temp.path('in')]).stamp());
  temp.write('in/deep/more.jpg', text);
  assert.notEqual(stamp, await given.stamp());
  assert.throws(() => Given.of([temp.path('absent')]), /absent isn't there/);
});

test('links and pipes in a folder are not followed', async t => {
  const temp = new TempBackup(t);
  temp.write('in/a.jpg', text);
  fs.symlinkSync('/etc/passwd', temp.path('in/link.jpg'));
  execFileSync('mkfifo', [temp.path('in/pipe.jpg')]);
  const { entries, findings } = await list(t, temp.path('in'));
  assert.deepEqual([...entries.keys()], ['a.jpg']);
  assert.deepEqual(codes(findings), ['link link.jpg', 'special pipe.jpg']);
  fs.rmSync(temp.path('in/a.jpg'));
  fs.symlinkSync('/etc/passwd', path.join(temp.root, 'in/a.jpg'));
  await assert.rejects(read(entries.get('a.jpg')));
});
