import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import type { ThumbState } from '../../../src/protocol/picture.ts';
import type { ServerEvent } from '../../../src/protocol/server.ts';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

type Thumb = Extract<ServerEvent, { event: 'thumb' }>;

/** A JPEG of noise: larger than what a content key looks at. */
async function largeJpeg(): Promise<Buffer> {
  let state = 1;
  const pixels = Uint8Array.from({ length: 700 * 500 * 3 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
  return sharp(pixels, { raw: { width: 700, height: 500, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

test('what was found damaged is shown as it is, not as it was', { timeout: 120_000 }, async t => {
  const backup = new TempBackup(t);
  const good = await largeJpeg();
  assert.ok(good.length > 200_000);
  const file = backup.write('2019/large.jpg', good);
  backup.cli('index', backup.root);
  assert.equal(backup.cli('verify', backup.root, '--json').status, 0);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  const { caches } = await window.ask('open', { root: backup.root });
  const asset = await window.ask('find', { path: '2019/large.jpg' });
  assert.ok(asset != null);

  const thumb = async (): Promise<ThumbState> => {
    window.events.length = 0;
    await window.ask('thumbs', { ids: [asset.id] });
    return (await window.hear((event): event is Thumb => event.event === 'thumb')).thumb;
  };
  const shown = async (): Promise<Buffer> => {
    const preview = await window.ask('preview', asset);
    assert.ok(preview.state === 'ready');
    return fs.readFileSync(path.join(caches.previews, preview.file));
  };
  const before = await thumb();
  assert.ok(before.state === 'ready');
  assert.deepEqual(await shown(), good);

  const damaged = Buffer.from(good);
  const middle = damaged.length >> 1;
  for (let at = middle; at < middle + 2000; at++) damaged.writeUInt8(damaged.readUInt8(at) ^ 0x15, at);
  backup.write('2019/large.jpg', damaged);
  assert.equal(backup.cli('verify', backup.root, '--json').summary.corrupt, 1);
  assert.deepEqual(await shown(), damaged);
  const after = await thumb();
  assert.ok(after.state !== 'ready' || after.file !== before.file);

  // The same picture with a new time is another program's doing.
  fs.utimesSync(file, 1_600_000_000, 1_600_000_000);
  assert.equal(backup.cli('verify', backup.root, '--json').summary.modified, 1);
  assert.deepEqual(await shown(), damaged);

  backup.write('2019/large.jpg', good);
  assert.equal(backup.cli('verify', backup.root, '--json').status, 0);
  assert.deepEqual(await shown(), good);
  assert.deepEqual(await thumb(), before, 'the picture of its good days is good again');
});
