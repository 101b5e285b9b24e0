import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { openBench } from './bench.ts';
import { cornersOf, ORIENTED, quarters } from './quarters.ts';

const bench = openBench();
after(() => bench.end());

describe('a preview', () => {
  for (const type of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
    it(`of ${type} is the file's own bytes`, async () => {
      const own = await quarters().toFormat(type).toBuffer();
      const made = await bench.preview(bench.write(`own.${type}`, own));
      assert.deepEqual(made.content, own);
      assert.deepEqual([made.mime, made.width, made.height], [`image/${type}`, 640, 480]);
    });
  }

  it('of a turned JPEG says its size as shown', async () => {
    const own = await quarters().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const made = await bench.preview(bench.write('turned.jpg', own));
    assert.deepEqual([made.width, made.height], [480, 640]);
  });

  for (const type of ['png', 'webp'] as const) {
    it(`of a turned ${type}, which not every browser turns, is upright`, async () => {
      const own = await quarters().withMetadata({ orientation: 6 }).toFormat(type).toBuffer();
      const made = await bench.preview(bench.write(`turned.${type}`, own));
      assert.ok(Buffer.isBuffer(made.content));
      assert.deepEqual([made.mime, made.width, made.height], ['image/jpeg', 480, 640]);
      assert.deepEqual(await cornersOf(made.content), ORIENTED[6]);
    });
  }

  it('of a TIFF is an upright JPEG, 4:4:4, with its colour profile', async () => {
    const tiff = await quarters().withMetadata({ orientation: 6 }).withIccProfile('p3').tiff().toBuffer();
    const made = await bench.preview(bench.write('scan.tif', tiff));
    assert.ok(Buffer.isBuffer(made.content));
    const { chromaSubsampling, hasProfile, icc } = await sharp(made.content).metadata();
    assert.deepEqual([made.mime, chromaSubsampling, hasProfile], ['image/jpeg', '4:4:4', true]);
    assert.deepEqual(icc, (await sharp(tiff).metadata()).icc);
    assert.deepEqual(await cornersOf(made.content), ORIENTED[6]);
  });

  it('of a TIFF in inks is in sRGB', async () => {
    const tiff = await quarters().toColourspace('cmyk').tiff().toBuffer();
    assert.equal((await sharp(tiff).metadata()).space, 'cmyk');
    const made = await bench.preview(bench.write('inks.tif', tiff));
    assert.ok(Buffer.isBuffer(made.content));
    assert.equal((await sharp(made.content).metadata()).space, 'srgb');
  });
});
