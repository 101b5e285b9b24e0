import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { PictureCache } from '../../../src/engine/media/pictureCache.ts';

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-cache-'));
after(() => fs.rmSync(base, { recursive: true }));
let caches = 0;

/** Whole is what begins with W. */
function newCache(limit: number, folder = path.join(base, String(++caches))): PictureCache {
  return new PictureCache(folder, limit, (file, size) => size > 0 && fs.readFileSync(file, 'latin1').startsWith('W'));
}
const newName = () => PictureCache.nameOf(randomBytes(16).toString('hex'), 'webp');
const content = (size: number) => Buffer.alloc(size, 'W');
const put = (cache: PictureCache, name: string, size = 1000) =>
  cache.put(name, temporary => fs.promises.writeFile(temporary, content(size)));
const age = (cache: PictureCache, name: string, hours: number) => {
  const then = Date.now() / 1000 - hours * 3600;
  fs.utimesSync(cache.pathOf(name), then, then);
};
const bytesIn = (cache: PictureCache) =>
  fs.globSync('*/*.webp', { cwd: cache.folder }).reduce((sum, name) => sum + fs.statSync(cache.pathOf(name)).size, 0);

describe('PictureCache', () => {
  it('keeps what was put, under the first two digits', async () => {
    const cache = newCache(1e6);
    const name = PictureCache.nameOf('abcdef00112233445566778899aabbcc', 'webp');
    assert.equal(name, 'ab/abcdef00112233445566778899aabbcc.webp');
    assert.equal(await cache.has(name), false);
    await put(cache, name);
    assert.equal(await cache.has(name), true);
    assert.deepEqual(fs.readFileSync(path.join(cache.folder, name)), content(1000));
  });

  it('takes no name that leads anywhere else', async () => {
    const cache = newCache(1e6);
    const outside = path.join(base, 'precious.webp');
    fs.writeFileSync(outside, 'not W');
    const digits = 'abcdef00112233445566778899aabbcc';
    for (const key of ['../precious', '', digits.toUpperCase(), `${digits}0`, `${digits.slice(2)}/.`, '../'.repeat(10)])
      assert.throws(() => PictureCache.nameOf(key, 'webp'), RangeError);
    assert.throws(() => PictureCache.nameOf(digits, '../webp'), RangeError);
    for (const name of [
      '../precious.webp',
      `ab/${digits}.webp/../../../precious.webp`,
      `cd/${digits}.webp`,
      '.swept',
    ]) {
      await assert.rejects(cache.has(name), RangeError);
      await assert.rejects(put(cache, name), RangeError);
    }
    assert.equal(fs.readFileSync(outside, 'utf8'), 'not W');
  });

  it('keeps nothing of a write that failed', async () => {
    const cache = newCache(1e6);
    const name = newName();
    const failing = cache.put(name, async temporary => {
      fs.writeFileSync(temporary, 'half');
      throw new Error('disk full');
    });
    await assert.rejects(failing, /disk full/);
    assert.equal(await cache.has(name), false);
    assert.deepEqual(fs.readdirSync(path.dirname(cache.pathOf(name))), []);
  });

  it('removes what is empty or broken', async () => {
    const cache = newCache(1e6);
    for (const broken of ['', 'broken']) {
      const name = newName();
      await put(cache, name);
      fs.writeFileSync(cache.pathOf(name), broken);
      assert.equal(await cache.has(name), false);
      assert.equal(fs.existsSync(cache.pathOf(name)), false);
    }
  });

  it('lets the least recently used go, down to nine tenths of its limit', async () => {
    const cache = newCache(10_000);
    const names = Array.from({ length: 15 }, newName);
    for (const [k, name] of names.entries()) {
      await put(cache, name);
      age(cache, name, 100 - k);
    }
    // The oldest is used again.
    assert.equal(await cache.has(names[0] ?? ''), true);
    await cache.tidy();
    assert.equal(bytesIn(cache), 9000);
    assert.equal(await cache.has(names[0] ?? ''), true);
    for (const name of names.slice(1, 7)) assert.equal(await cache.has(name), false);
    for (const name of names.slice(7)) assert.equal(await cache.has(name), true);
  });

  it('counts what another process wrote', async () => {
    const one = newCache(10_000);
    const other = newCache(10_000, one.folder);
    for (let k = 0; k < 12; k++) await put(k % 2 === 0 ? one : other, newName());
    await one.tidy();
    assert.ok(bytesIn(one) <= 10_000);
  });

  it('does not look through the folder at every write', async () => {
    const cache = newCache(1e6);
    await put(cache, newName());
    await cache.tidy();
    const stray = path.join(cache.folder, 'ab', 'stray.tmp');
    fs.mkdirSync(path.dirname(stray), { recursive: true });
    fs.writeFileSync(stray, '');
    fs.utimesSync(stray, 1, 1);
    await put(cache, newName());
    await cache.tidy();
    assert.ok(fs.existsSync(stray), 'one write is no reason for a sweep');
    await put(cache, newName(), 60_000);
    await cache.tidy();
    assert.ok(!fs.existsSync(stray), 'a twentieth of the limit is, and it takes old temporary files away');
  });

  it('keeps the newest, however large, and what is not its own', async () => {
    const cache = newCache(1000);
    const note = path.join(cache.folder, 'README');
    const small = newName();
    await put(cache, small);
    // Two that are put within one millisecond are equally new.
    fs.utimesSync(cache.pathOf(small), 1, 1);
    fs.writeFileSync(note, 'not a picture');
    const large = newName();
    await put(cache, large, 50_000);
    await cache.tidy();
    assert.equal(await cache.has(large), true);
    assert.ok(fs.existsSync(note));
  });
});
