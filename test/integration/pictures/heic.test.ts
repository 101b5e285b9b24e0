import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { HeifPool } from '../../../src/engine/media/heif/pool.ts';
import { DATA, openBench } from './bench.ts';
import { cornersOf, quarters, UPRIGHT } from './quarters.ts';

const bench = openBench();
const pool = new HeifPool(1);
after(async () => {
  await pool.end();
  await bench.end();
});

/** Made by heif-enc 1.15; `turned` have an irot box put in: both pictures 270°, or only the main one 180°. */
const heic = (name: string) => path.join(DATA, `${name}.heic`);
const read = (name: string) => fs.readFileSync(heic(name));
const WISH = { enough: 200, maxPixels: 1e8 };

describe('a HEIC', () => {
  it('is shown from its embedded thumbnail where that is large enough', async () => {
    const small = await pool.decode(read('quarters-thumb'), WISH);
    assert.deepEqual([small.embedded, small.width, small.height], [true, 256, 192]);
    assert.deepEqual([small.fullWidth, small.fullHeight], [640, 480]);
    const whole = await pool.decode(read('quarters-thumb'), { ...WISH, enough: 257 });
    assert.deepEqual([whole.embedded, whole.width, whole.height], [false, 640, 480]);
  });

  it('is upright with and without a thumbnail', async () => {
    for (const name of ['quarters', 'quarters-thumb']) {
      assert.deepEqual(await cornersOf(await bench.thumbnail(heic(name))), UPRIGHT, name);
    }
  });

  it('is turned as its irot box says, and so is its thumbnail', async () => {
    const turned = ['green', 'white', 'red', 'blue'];
    const webp = await bench.thumbnail(heic('quarters-turned'));
    const asShown = await pool.decode(read('quarters-turned'), { ...WISH, enough: 0 });
    assert.deepEqual([asShown.width, asShown.height], [480, 640]);
    const whole = sharp(asShown.data, { raw: { width: 480, height: 640, channels: asShown.channels } });
    const corners = await cornersOf(await whole.png().toBuffer());
    assert.ok(corners.join() === turned.join() || corners.join() === 'blue,red,white,green');
    assert.deepEqual(await cornersOf(webp), corners);
  });

  it('is decoded whole where its thumbnail was forgotten in turning', async () => {
    const { embedded } = await pool.decode(read('quarters-turned-forgetful'), WISH);
    assert.equal(embedded, false);
    const webp = await bench.thumbnail(heic('quarters-turned-forgetful'));
    assert.deepEqual(await cornersOf(webp), ['white', 'blue', 'green', 'red']);
  });

  it('has a preview in JPEG at full size, 4:4:4', async () => {
    const made = await bench.preview(heic('quarters-turned'));
    assert.ok(Buffer.isBuffer(made.content));
    const { format, width, height, chromaSubsampling } = await sharp(made.content).metadata();
    assert.deepEqual([made.extension, format, width, height, chromaSubsampling], ['jpg', 'jpeg', 480, 640, '4:4:4']);
    assert.deepEqual([made.width, made.height], [480, 640]);
  });

  it('is known by its bytes under the name .jpg, and a JPEG under the name .heic', async () => {
    const misnamed = bench.write('misnamed.jpg', read('quarters'));
    assert.deepEqual(await cornersOf(await bench.thumbnail(misnamed)), UPRIGHT);
    assert.equal((await bench.preview(misnamed)).mime, 'image/jpeg');
    const jpeg = await quarters().jpeg().toBuffer();
    const reverse = bench.write('misnamed.heic', jpeg);
    assert.deepEqual(await cornersOf(await bench.thumbnail(reverse)), UPRIGHT);
    assert.deepEqual((await bench.preview(reverse)).content, jpeg);
  });

  it('with more pixels than allowed is refused', async () => {
    await assert.rejects(pool.decode(read('quarters'), { enough: 0, maxPixels: 640 * 480 - 1 }), /pixels|limit/i);
  });

  it('that is given up fails with the reason, and the pool goes on', async () => {
    const abort = new AbortController();
    const waiting = pool.decode(read('quarters'), { ...WISH, enough: 0 }, abort.signal);
    abort.abort(new Error('scrolled away'));
    await assert.rejects(waiting, /scrolled away/);
    assert.equal((await pool.decode(read('quarters'), WISH)).width, 640);
  });

  it('that is cut anywhere says so and harms nothing', async () => {
    const whole = read('quarters-thumb');
    for (let length = 1; length < whole.length; length += 97) {
      await pool.decode(whole.subarray(0, length), WISH).catch((error: Error) => {
        assert.equal(error.name, 'NoPicture');
        assert.match(error.message, /damaged/);
      });
    }
    assert.equal((await pool.decode(whole, WISH)).width, 256);
  });
});
