import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { colourCodeOf, nclxOf } from '../../../src/engine/media/decode/nclx.ts';
import { profileFor } from '../../../src/engine/media/decode/profile.ts';
import { asTiff } from '../../../src/engine/media/decode/tiff.ts';

const COLOURS = [
  [200, 60, 60],
  [60, 180, 60],
  [128, 128, 128],
  [30, 60, 180],
  [255, 255, 255],
  [0, 0, 0],
] as const;

/** @returns one pixel, seen through a profile, in sRGB */
async function seen(colour: readonly number[], profile: Uint8Array): Promise<number[]> {
  const pixels = { data: Buffer.from(colour), width: 1, height: 1, channels: 3 as const };
  return [...(await sharp(asTiff(pixels, profile)).toColourspace('srgb').raw().toBuffer())];
}

describe('profileFor', () => {
  it('gives a Display P3 that agrees with the one of libvips', async () => {
    const ours = profileFor({ primaries: 12, transfer: 13 });
    const create = { width: 1, height: 1, channels: 3, background: 'red' } as const;
    const { icc } = await sharp(await sharp({ create }).withIccProfile('p3').png().toBuffer()).metadata();
    assert.ok(ours && icc);
    for (const colour of COLOURS) {
      const [a, b] = [await seen(colour, ours), await seen(colour, icc)];
      for (const k of [0, 1, 2]) assert.ok(Math.abs((a[k] ?? 0) - (b[k] ?? 0)) <= 2, `${colour}: ${a} and ${b}`);
    }
  });

  it('keeps grey grey and light in order for the HDR curves', async () => {
    for (const transfer of [16, 18]) {
      const profile = profileFor({ primaries: 9, transfer });
      assert.ok(profile);
      let before = -1;
      for (const value of [0, 40, 80, 120, 160, 200, 255]) {
        const [r = 0, g = 0, b = 0] = await seen([value, value, value], profile);
        assert.ok(Math.abs(r - g) <= 2 && Math.abs(g - b) <= 2, `${transfer}: ${[r, g, b]}`);
        assert.ok(g >= before);
        before = g;
      }
      assert.ok(before >= 250, 'the brightest is white');
    }
  });

  it('shows paper white of PQ (203 cd/m², code 0.58) light, and of HLG (0.75) likewise', async () => {
    const pq = await seen([148, 148, 148], profileFor({ primaries: 9, transfer: 16 }) ?? Buffer.alloc(0));
    const hlg = await seen([191, 191, 191], profileFor({ primaries: 9, transfer: 18 }) ?? Buffer.alloc(0));
    for (const [g = 0] of [pq, hlg]) assert.ok(g > 215 && g < 245, String(g));
  });

  it('is none for sRGB and for what is not known', () => {
    assert.equal(profileFor({ primaries: 1, transfer: 13 }), undefined);
    assert.equal(profileFor({ primaries: 2, transfer: 2 }), undefined);
    assert.equal(profileFor(undefined), undefined);
  });
});

describe('colours by name', () => {
  it('are found in an AVIF and not beyond its end', () => {
    const box = Buffer.from('....colrnclx\0\x0c\0\x10\0\0\x80', 'latin1');
    assert.deepEqual(nclxOf(box), { primaries: 12, transfer: 16 });
    assert.equal(nclxOf(box.subarray(0, 14)), undefined);
    assert.equal(nclxOf(Buffer.from('colrprof')), undefined);
  });

  it('are read from the words of ffmpeg', () => {
    assert.deepEqual(colourCodeOf('pc, gbr/smpte432/bt709, progressive'), { primaries: 12, transfer: 13 });
    assert.deepEqual(colourCodeOf('pc, gbr/bt2020/arib-std-b67'), { primaries: 9, transfer: 18 });
    assert.deepEqual(colourCodeOf('pc, gbr/bt2020/smpte2084'), { primaries: 9, transfer: 16 });
    assert.deepEqual(colourCodeOf(''), { primaries: 1, transfer: 13 });
  });
});

describe('asTiff', () => {
  for (const channels of [1, 2, 3, 4] as const) {
    it(`keeps ${channels} channels as they are`, async () => {
      const data = Buffer.from(Array.from({ length: 6 * channels }, (_, k) => (k * 37) % 256));
      const tiff = asTiff({ data, width: 3, height: 2, channels }, undefined);
      const { data: back, info } = await sharp(tiff).raw().toBuffer({ resolveWithObject: true });
      // sharp gives grey as three equal colours.
      const grey = channels < 3;
      assert.deepEqual([info.width, info.height, info.channels], [3, 2, grey ? channels + 2 : channels]);
      const pixel = (k: number) => [...data.subarray(k * channels, (k + 1) * channels)];
      const expected = Array.from({ length: 6 }, (_, k) =>
        (grey ? [...pixel(k).slice(0, 1), ...pixel(k).slice(0, 1)] : []).concat(pixel(k)),
      );
      assert.deepEqual([...back], expected.flat());
    });
  }
});
