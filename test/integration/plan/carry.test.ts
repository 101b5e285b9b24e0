/** A small photo that is built out of memory is what a photo is that is built out of files. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { imageDataIn, imageDataOf } from '../../../src/engine/media/imageData/imageData.ts';
import { quickFacts } from '../../../src/engine/media/quick/quickFacts.ts';
import { thumbKey } from '../../../src/engine/media/thumbnail/key.ts';
import { type Cargo, pack, put } from '../../../src/engine/plan/carry.ts';
import { NodeFileSystem } from '../../../src/engine/plan/nodeFileSystem.ts';
import { SourceFailed } from '../../../src/engine/plan/refused.ts';
import { ExifTool } from '../../../src/engine/programs/exiftool.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-carry-'));
const exiftool = new ExifTool({ processes: 1 });
after(async () => {
  await exiftool.end();
  fs.rmSync(folder, { recursive: true });
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const TAGS = { 'EXIF:DateTimeOriginal': '2011:05:06 07:08:09', 'EXIF:OffsetTimeOriginal': '+02:00' };
const TIME = Date.UTC(2011, 4, 6, 5, 8, 9);

async function photo(): Promise<Buffer> {
  const create = { width: 40, height: 30, channels: 3, background: '#3a6' } as const;
  return sharp({ create }).jpeg().toBuffer();
}

const cargo = (bytes: Buffer, more: Partial<Cargo> = {}): Cargo => ({
  name: 'IMG_1.jpg',
  mtimeMs: TIME,
  tags: undefined,
  stated: { size: bytes.length, crc32: undefined, sha256: sha256(bytes) },
  ...more,
});

for (const tags of [undefined, TAGS])
  test(`a JPEG ${tags == null ? 'as it is' : 'with tags that it lacks'}`, async () => {
    const bytes = await photo();
    const packed = await pack({ bytes, crc32: undefined }, cargo(bytes, { tags }));
    assert.ok(packed != null);
    const file = path.join(folder, tags == null ? 'plain.jpg' : 'tagged.jpg');
    await put(new NodeFileSystem(), packed.bytes, file, TIME);
    const { carried } = packed;
    assert.equal(carried.sha256, sha256(fs.readFileSync(file)));
    assert.equal(carried.of, tags == null ? undefined : sha256(bytes));
    assert.equal(fs.statSync(file).mtimeMs, TIME);
    assert.deepEqual(await imageDataOf(file), await imageDataIn(bytes));
    assert.deepEqual(carried.reading?.facts, await quickFacts(file, 'IMG_1.jpg'));
    assert.equal(carried.reading?.contentKey, thumbKey(file, carried.size));
    const read = await exiftool.readRaw(file);
    assert.equal(read['ExifIFD:DateTimeOriginal'], tags?.['EXIF:DateTimeOriginal']);
    assert.equal(read['ExifTool:Warning'], undefined);
  });

test('bytes that are not those that were stated are none', async () => {
  const bytes = await photo();
  const stated = { size: bytes.length, crc32: undefined, sha256: sha256(Buffer.from('another')) };
  await assert.rejects(pack({ bytes, crc32: undefined }, cargo(bytes, { stated })), SourceFailed);
});

test('what a camera has written grows; what only exiftool can write into is left to it', async () => {
  const bytes = await sharp(await photo())
    .withExif({ IFD0: { Make: 'Keepsake' } })
    .jpeg()
    .toBuffer();
  const grown = await pack({ bytes, crc32: undefined }, cargo(bytes, { tags: TAGS }));
  assert.ok(grown != null);
  assert.equal(grown.carried.of, sha256(bytes));
  assert.deepEqual(await imageDataIn(grown.bytes), await imageDataIn(bytes));
  const file = path.join(folder, 'grown.jpg');
  fs.writeFileSync(file, grown.bytes);
  const read = await exiftool.readRaw(file);
  assert.deepEqual(
    [read['IFD0:Make'], read['ExifIFD:DateTimeOriginal'], read['ExifTool:Warning']],
    ['Keepsake', TAGS['EXIF:DateTimeOriginal'], undefined],
  );
  const followed = Buffer.concat([bytes, Buffer.from('a film')]);
  assert.equal(await pack({ bytes: followed, crc32: undefined }, cargo(followed, { tags: TAGS })), undefined);
});
