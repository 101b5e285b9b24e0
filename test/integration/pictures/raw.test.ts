import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openBench } from './bench.ts';
import { dngWith } from './dng.ts';
import { cornersOf, ORIENTED, quarters, UPRIGHT } from './quarters.ts';

const bench = openBench();
after(() => bench.end());
const RAW = { kind: 'raw' } as const;

describe('a RAW', () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`of orientation ${orientation} is shown from its preview, turned`, async () => {
      const dng = dngWith(await quarters().jpeg().toBuffer(), 640, 480, orientation);
      const file = bench.write(`o${orientation}.dng`, dng);
      assert.deepEqual(await cornersOf(await bench.thumbnail(file, RAW)), ORIENTED[orientation]);
      const made = await bench.preview(file, RAW);
      assert.ok(Buffer.isBuffer(made.content));
      assert.equal(made.width, orientation >= 5 ? 480 : 640);
      assert.deepEqual(await cornersOf(made.content), ORIENTED[orientation]);
    });
  }

  it('whose preview the camera has turned already is not turned twice', async () => {
    const preview = await quarters(480, 640).jpeg().toBuffer();
    const file = bench.write('turned.dng', dngWith(preview, 480, 640, 6));
    const webp = await bench.thumbnail(file, { ...RAW, width: 3000, height: 4000 });
    assert.deepEqual(await cornersOf(webp), UPRIGHT);
  });

  it('gives the very bytes of its preview where nothing is to be turned', async () => {
    const preview = await quarters().jpeg().toBuffer();
    const padded = Buffer.concat([preview, Buffer.alloc(16)]);
    const made = await bench.preview(bench.write('plain.dng', dngWith(padded, 640, 480, 1)), RAW);
    assert.deepEqual(made.content, preview);
  });

  it('is found under any name, and a name starts no program', async () => {
    const dng = dngWith(await quarters().jpeg().toBuffer(), 640, 480, 1);
    const names = [Buffer.from('caf\xe9.dng', 'latin1'), '-execute.dng', 'touch hacked |', '| touch hacked', '@x.dng'];
    for (const name of names) {
      assert.deepEqual(await cornersOf(await bench.thumbnail(bench.write(name, dng), RAW)), UPRIGHT, String(name));
    }
  });

  it('without a preview says so', async () => {
    const file = bench.write('bare.dng', dngWith(Buffer.from('this is no JPEG at all'), 640, 480, 1));
    await assert.rejects(bench.thumbnail(file, RAW), { name: 'NoPicture', message: /no preview/ });
  });

  it('without perl asks for perl', async () => {
    const file = bench.write('o.dng', dngWith(await quarters().jpeg().toBuffer(), 640, 480, 1));
    process.env.KEEPSAKE_PERL = '/nowhere/perl';
    try {
      await assert.rejects(bench.thumbnail(file, RAW), { name: 'NoPicture', need: 'perl' });
    } finally {
      delete process.env.KEEPSAKE_PERL;
    }
  });
});
