/** The image data of real files of each kind: the same whatever is written about it, another when it is another. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { imageDataOf } from '../../../src/engine/media/imageData/imageData.ts';
import { ExifTool } from '../../../src/engine/programs/exiftool.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const exiftool = new ExifTool({ processes: 1 });
after(() => exiftool.end());

const noise = (seed: number) =>
  sharp(Buffer.from(Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * (7919 + seed)) % 251)), {
    raw: { width: 64, height: 48, channels: 3 },
  });
const heic = (name: string): Buffer =>
  fs.readFileSync(path.resolve(import.meta.dirname, `../../fixtures/data/${name}.heic`));
const kinds = new Map<string, Buffer>();

before(async () => {
  kinds.set('JPEG', await noise(1).jpeg().toBuffer());
  kinds.set('PNG', await noise(1).png().toBuffer());
  kinds.set('WebP', await noise(1).webp().toBuffer());
  kinds.set('TIFF', await noise(1).tiff().toBuffer());
  kinds.set('AVIF', await noise(1).avif().toBuffer());
  kinds.set('HEIC', heic('quarters-thumb'));
  const input = ['-f', 'lavfi', '-i', 'testsrc=d=1:s=64x48', '-f', 'lavfi', '-i', 'sine=d=1', '-pix_fmt', 'yuv420p'];
  const output = ['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', '-'];
  kinds.set('MP4 in fragments', execFileSync('ffmpeg', ['-v', 'error', ...input, ...output]));
  kinds.set('MP4', fs.readFileSync(path.resolve(import.meta.dirname, '../../fixtures/data/takeout.mp4')));
});

async function hashOf(t: TestContext, bytes: Uint8Array): Promise<string | undefined> {
  const file = new TempBackup(t).write('x', bytes);
  return hex(file);
}
const hex = async (file: string): Promise<string | undefined> => (await imageDataOf(file))?.sha256.toString('hex');

test('a picture has the same image data with other metadata, and another one has others', async t => {
  for (const [kind, bytes] of kinds) {
    const backup = new TempBackup(t);
    const plain = backup.write('plain', bytes);
    const said = backup.path('said');
    const hash = await hex(plain);
    assert.match(hash ?? '', /^[0-9a-f]{64}$/, kind);
    // exiftool leaves films in fragments as they are.
    if (kind === 'MP4 in fragments') continue;
    await exiftool.writeCopy(plain, said, { 'XMP-dc:Title': 'x'.repeat(5000), 'XMP-dc:Subject': ['a', 'b'] });
    assert.equal(await hex(said), hash, kind);
    assert.notDeepEqual(fs.readFileSync(said), bytes);
  }
  const seconds = [noise(2).jpeg(), noise(2).png(), noise(2).webp(), noise(2).tiff(), noise(2).avif()];
  const hashes = new Set<string | undefined>();
  for (const bytes of [...kinds.values(), ...(await Promise.all(seconds.map(one => one.toBuffer())))])
    hashes.add(await hashOf(t, bytes));
  assert.equal(hashes.size, kinds.size + seconds.length);
});

test('colours, turns of HEIC and what lies behind a picture count; EXIF does not', async t => {
  const plain = await noise(1).jpeg().toBuffer();
  const said = await noise(1)
    .withExif({ IFD0: { Make: 'M', Orientation: '6' } })
    .jpeg()
    .toBuffer();
  assert.equal(await hashOf(t, said), await hashOf(t, plain));
  const coloured = await noise(1).withIccProfile('p3', { attach: true }).jpeg().toBuffer();
  const recoloured = replaced(coloured, 'ICC_PROFILE\0', 'XCC_PROFILE\0');
  assert.notEqual(await hashOf(t, coloured), await hashOf(t, recoloured));
  const motion = Buffer.concat([plain, kinds.get('MP4') ?? Buffer.alloc(0)]);
  assert.notEqual(await hashOf(t, motion), await hashOf(t, plain));
  assert.notEqual(await hashOf(t, heic('quarters')), await hashOf(t, heic('quarters-turned')));
});

function replaced(bytes: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(from, 0, 'latin1');
  assert.ok(at > 0);
  copy.write(to, at, 'latin1');
  return copy;
}

test('a film whose tables come first is the film whose tables come last', async t => {
  const backup = new TempBackup(t);
  const [last, first] = [backup.path('last.mp4'), backup.path('first.mp4')];
  const input = ['-f', 'lavfi', '-i', 'testsrc=d=1:s=64x48', '-pix_fmt', 'yuv420p'];
  execFileSync('ffmpeg', ['-v', 'error', ...input, last]);
  execFileSync('ffmpeg', ['-v', 'error', '-i', last, '-c', 'copy', '-movflags', '+faststart', first]);
  assert.notDeepEqual(fs.readFileSync(first), fs.readFileSync(last));
  assert.equal(await hex(first), await hex(last));
});

test('a byte of the picture that is turned is noticed', async t => {
  for (const [kind, bytes] of kinds) {
    const hash = await hashOf(t, bytes);
    // Behind the first third there is picture, sound or a table of them in all of these.
    for (let k = 1; k <= 12; k++) {
      const at = Math.floor(bytes.length * (0.35 + k / 40));
      const turned = Buffer.from(bytes);
      turned[at] = (turned[at] ?? 0) ^ 0x10;
      const found = await hashOf(t, turned);
      assert.ok(found !== hash || isMetadata(kind, bytes, at), `${kind} at ${at} of ${bytes.length}`);
    }
  }
});

/** ffmpeg's own name, which it writes into films. */
function isMetadata(kind: string, bytes: Buffer, at: number): boolean {
  if (!kind.startsWith('MP4')) return false;
  const udta = bytes.indexOf('udta', 0, 'latin1') - 4;
  return udta > 0 && at >= udta && at < udta + bytes.readUInt32BE(udta);
}

test('cut or damaged anywhere, a file has no image data, or others, and nothing is thrown', async t => {
  let seed = 12345;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const backup = new TempBackup(t);
  for (const [kind, bytes] of kinds) {
    const file = backup.write('x', bytes);
    const whole = await hex(file);
    for (let k = 0; k < 60; k++) {
      const length = random(bytes.length);
      fs.writeFileSync(file, bytes.subarray(0, length));
      assert.notEqual(await hex(file), whole, `${kind} cut to ${length}`);
    }
    for (let k = 0; k < 150; k++) {
      const damaged = Buffer.from(bytes);
      // Most of the structure is at the beginning.
      for (let n = 0; n <= random(4); n++)
        damaged[random(k % 2 === 0 ? Math.min(600, bytes.length) : bytes.length)] = [0, 1, 0x7f, 0x80, 0xff][
          random(5)
        ]!;
      fs.writeFileSync(file, damaged);
      await imageDataOf(file);
    }
  }
});

test('files made to exhaust who reads them are soon given up', async t => {
  const backup = new TempBackup(t);
  const box = (type: string, ...contents: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(contents);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + body.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const ftyp = box('ftyp', Buffer.from('heic\0\0\0\0heic', 'latin1'));
  const item = (id: number): Buffer => {
    const body = Buffer.alloc(13);
    body[0] = 2;
    body.writeUInt16BE(id, 4);
    body.write('hvc1', 8, 'latin1');
    return box('infe', body);
  };
  const items = Array.from({ length: 5000 }, (_, k) => item(k + 1));
  const iinf = Buffer.alloc(6);
  iinf.writeUInt16BE(items.length, 4);
  // Each of the items claims the whole megabyte of data.
  const iloc = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0x44, 0, items.length >> 8, items.length & 255]),
    ...items.map((_, k) => {
      const entry = Buffer.alloc(14);
      entry.writeUInt16BE(k + 1, 0);
      entry.writeUInt16BE(1, 4);
      entry.writeUInt32BE(1 << 20, 10);
      return entry;
    }),
  ]);
  const meta = box('meta', Buffer.alloc(4), box('iinf', iinf, ...items), box('iloc', iloc));
  const circle = Buffer.alloc(64);
  circle.write('II*\0\x08\0\0\0\x01\0', 0, 'latin1');
  circle.writeUInt32LE(8, 22);
  const deep = Array.from({ length: 20_000 }).reduce<Buffer>(inner => box('trak', inner), Buffer.alloc(0));
  const hostile: Readonly<Record<string, Buffer>> = {
    items: Buffer.concat([ftyp, meta, box('mdat', Buffer.alloc(1 << 20))]),
    circle,
    deep: Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0', 'latin1')), box('moov', deep)]),
    boxes: Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0', 'latin1')), Buffer.alloc(1 << 20)]),
    segments: Buffer.concat([
      Buffer.from('\xff\xd8', 'latin1'),
      Buffer.alloc(1 << 22, Buffer.from([0xff, 0xe1, 0, 2])),
    ]),
    fill: Buffer.concat([Buffer.from('\xff\xd8', 'latin1'), Buffer.alloc(1 << 22, 0xff)]),
  };
  for (const [name, bytes] of Object.entries(hostile)) {
    const file = backup.write(name, bytes);
    assert.equal(await imageDataOf(file), undefined, name);
  }
  fs.symlinkSync(backup.write('real.jpg', kinds.get('JPEG') ?? ''), backup.path('link.jpg'));
  await assert.rejects(imageDataOf(backup.path('link.jpg')), { code: 'ELOOP' });
  assert.equal(await imageDataOf(backup.root), undefined);
});
