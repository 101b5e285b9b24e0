import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { openBench } from './bench.ts';
import { cornersOf, ORIENTED, quarters, UPRIGHT } from './quarters.ts';

const bench = openBench();
after(() => bench.end());

describe('a thumbnail', () => {
  for (const type of ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const) {
    it(`of ${type} fits into 256 px and 10,000 bytes, upright`, async () => {
      const file = bench.write(`quarters.${type}`, await quarters().toFormat(type).toBuffer());
      const webp = await bench.thumbnail(file);
      const { format, width, height } = await sharp(webp).metadata();
      assert.deepEqual([format, width, height], ['webp', 256, 192]);
      assert.ok(webp.length <= 10_000);
      assert.deepEqual(await cornersOf(webp), UPRIGHT);
    });
  }

  for (const [orientation, corners] of Object.entries(ORIENTED)) {
    it(`turns a JPEG of EXIF orientation ${orientation}`, async () => {
      const jpeg = await quarters()
        .withMetadata({ orientation: Number(orientation) })
        .jpeg()
        .toBuffer();
      const webp = await bench.thumbnail(bench.write(`orientation-${orientation}.jpg`, jpeg));
      assert.deepEqual(await cornersOf(webp), corners);
      const { width, height } = await sharp(webp).metadata();
      assert.equal(height > width, Number(orientation) >= 5);
    });
  }

  it('is not made larger than the picture', async () => {
    const file = bench.write('small.png', await quarters(40, 30).png().toBuffer());
    const { width, height } = await sharp(await bench.thumbnail(file)).metadata();
    assert.deepEqual([width, height], [40, 30]);
  });

  it('of nothing but noise is at most 10,000 bytes, also with transparency', async () => {
    for (const channels of [1, 3, 4] as const) {
      for (const side of [256, 1000]) {
        const raw = { width: side, height: side, channels };
        const png = await sharp(randomBytes(side * side * channels), { raw })
          .png()
          .toBuffer();
        const webp = await bench.thumbnail(bench.write('noise.png', png));
        assert.ok(webp.length <= 10_000, `${channels} channels of ${side} px: ${webp.length} bytes`);
      }
    }
  });

  it('is in sRGB: a profile in the file is applied', async () => {
    // Display P3's (200, 60, 60) is a stronger red than sRGB's: about (217, 43, 53).
    const create = { width: 64, height: 64, channels: 3, background: { r: 200, g: 60, b: 60 } } as const;
    const plain = sharp({ create }).png();
    const asP3 = await sharp(await plain.toBuffer())
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const stored = await sharp(asP3).toColourspace('srgb').raw().toBuffer();
    const webp = await bench.thumbnail(bench.write('p3.png', asP3));
    const shown = await sharp(webp).raw().toBuffer();
    for (const k of [0, 1, 2]) assert.ok(Math.abs((shown[k] ?? 0) - (stored[k] ?? 0)) <= 4);
    assert.equal((await sharp(webp).metadata()).icc, undefined);
  });

  it('takes inks, grey and 16 bits', async () => {
    const made = {
      cmyk: await quarters().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
      rgb16: await quarters().toColourspace('rgb16').png().toBuffer(),
    };
    for (const [name, content] of Object.entries(made)) {
      assert.deepEqual(await cornersOf(await bench.thumbnail(bench.write(name, content))), UPRIGHT, name);
    }
    const grey = await quarters().greyscale().jpeg().toBuffer();
    assert.ok((await bench.thumbnail(bench.write('grey.jpg', grey))).length > 0);
  });

  it('shows the first frame of an animation', async () => {
    const second = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'black' } })
      .png()
      .toBuffer();
    const first = await quarters(64, 48).png().toBuffer();
    const gif = await sharp([first, second], { join: { animated: true } })
      .gif()
      .toBuffer();
    assert.equal((await sharp(gif, { animated: true }).metadata()).pages, 2);
    assert.deepEqual(await cornersOf(await bench.thumbnail(bench.write('moves.gif', gif))), UPRIGHT);
  });

  it('is made of a file whose name is not UTF-8, or looks like an option, or ends in brackets', async () => {
    const jpeg = await quarters().jpeg().toBuffer();
    for (const name of [Buffer.from('caf\xe9.jpg', 'latin1'), '-i.jpg', 'holiday[page=3]', 'a\nb.jpg', '%s.jpg']) {
      assert.deepEqual(await cornersOf(await bench.thumbnail(bench.write(name, jpeg))), UPRIGHT, String(name));
    }
  });
});
