import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { PictureCache } from '../../../src/engine/media/pictureCache.ts';
import type { Outcome, PictureSource } from '../../../src/server/media/messages.ts';
import { Workshop } from '../../../src/server/media/workshop.ts';
import { quarters } from './quarters.ts';
import { ENTRY, mediaProcesses, openWindow, until } from './window.ts';

const window = openWindow();
after(() => window.end());
const linux = process.platform !== 'linux' && 'finds processes by /proc';

/** A JPEG unlike the others. */
async function photo(k: number, side = 900): Promise<PictureSource> {
  const tint = { r: (k * 37) % 256, g: (k * 91) % 256, b: 128 };
  return window.source(`photo-${k}-${side}.jpg`, await quarters(side, side).tint(tint).jpeg().toBuffer());
}
const photos = (from: number, count: number) => Promise.all(Array.from({ length: count }, (_, k) => photo(from + k)));
const thumbOf = (item: PictureSource) => PictureCache.nameOf(item.key, 'webp');

describe('Pictures', () => {
  it('answers all that is wanted, and what is cached without the process', async () => {
    const items = await photos(0, 20);
    const first = await window.all(items);
    for (const item of items) {
      assert.deepEqual(first.get(item.id), { id: item.id, state: 'ready', file: thumbOf(item) });
      assert.ok(fs.existsSync(path.join(window.cacheDir, 'thumbs', thumbOf(item))));
    }
    const other = openWindow({ cacheDir: window.cacheDir });
    assert.equal((await other.all(items)).size, items.length);
    assert.ok(mediaProcesses().length <= 1);
    await other.end();
  });

  it('makes an entry anew that is empty or broken', async () => {
    const items = await photos(0, 3);
    const broken = items.map(item => path.join(window.cacheDir, 'thumbs', thumbOf(item)));
    fs.writeFileSync(broken[0] ?? '', '');
    fs.writeFileSync(broken[1] ?? '', Buffer.alloc(5000));
    fs.truncateSync(broken[2] ?? '', 100);
    await window.all(items);
    for (const file of broken) assert.equal((await sharp(file).metadata()).format, 'webp');
  });

  it('answers every asset that has the same content', async () => {
    const item = await photo(100);
    const twin = { ...item, id: 5000 };
    const answers = await window.all([item, twin]);
    assert.deepEqual(answers.get(5000), { id: 5000, state: 'ready', file: thumbOf(item) });
  });

  it('forgets what left the queue, and works from the front', async () => {
    const early = await photos(200, 40);
    const late = await photos(300, 3);
    window.answers.clear();
    window.pictures.want(early);
    const answers = await window.all(late);
    for (const item of late) assert.equal(answers.get(item.id)?.state, 'ready');
    // Nothing of what was given up is reported any more.
    assert.deepEqual([...answers.keys()].sort(), late.map(item => item.id).sort());
    assert.equal((await window.all(early)).size, early.length);
  });

  it('gives a preview with its size, from the cache the second time, and remade when broken', async () => {
    const item = await photo(400);
    const preview = await window.pictures.preview(item);
    const name = PictureCache.nameOf(item.key, 'jpg');
    assert.deepEqual(preview, { state: 'ready', file: name, mime: 'image/jpeg', width: 900, height: 900 });
    const file = path.join(window.cacheDir, 'previews', name);
    const own = fs.readFileSync(item.file);
    assert.deepEqual(fs.readFileSync(file), own);
    assert.deepEqual(await window.pictures.preview(item), preview);
    fs.truncateSync(file, 1000);
    assert.deepEqual(await window.pictures.preview(item), preview);
    assert.deepEqual(fs.readFileSync(file), own);
  });

  it('gives up a preview when asked to', async () => {
    const abort = new AbortController();
    const waiting = window.pictures.preview(await photo(401), abort.signal);
    abort.abort(new Error('next photo'));
    await assert.rejects(waiting, /next photo/);
    await assert.rejects(
      window.pictures.preview(await photo(402), AbortSignal.abort(new Error('too late'))),
      /too late/,
    );
  });

  it('goes on when the process is killed in the middle, again and again', { skip: linux }, async () => {
    const items = await photos(500, 60);
    const all = window.all(items);
    for (const done of [5, 20]) {
      await until(() => window.answers.size >= done);
      for (const pid of mediaProcesses()) process.kill(pid, 'SIGKILL');
      await until(() => window.log.some(line => line.includes('starts again')));
    }
    const answers = await all;
    for (const item of items) assert.equal(answers.get(item.id)?.state, 'ready');
  });

  it('leaves no process behind', { skip: linux }, async () => {
    const other = openWindow();
    const before = new Set(mediaProcesses());
    other.pictures.want([other.source('a.jpg', await quarters().jpeg().toBuffer())]);
    await until(() => mediaProcesses().some(pid => !before.has(pid)));
    await other.end();
    assert.deepEqual(
      mediaProcesses().filter(pid => !before.has(pid)),
      [],
    );
  });
});

describe('Workshop', { skip: linux }, () => {
  const cores = 2;
  const log: string[] = [];
  const open = (timeLimitMs: number, entry: string | URL = ENTRY) =>
    new Workshop({
      entry,
      media: { cacheDir: window.cacheDir, ffmpeg: undefined, thumbnailBytes: 1e9, previewBytes: 1e9, threads: 1 },
      cores,
      timeLimitMs,
      log: (_, message) => log.push(message),
    });
  const made = (workshop: Workshop, source: PictureSource) =>
    new Promise<Outcome>(done => workshop.addThumbs([{ what: 'thumb', source, done }]));

  it('ends a process that hangs, and the others go on', async () => {
    const workshop = open(1500);
    const before = new Set(mediaProcesses());
    assert.equal((await made(workshop, await photo(600))).state, 'ready');
    const [pid = 0] = mediaProcesses().filter(one => !before.has(one));
    process.kill(pid, 'SIGSTOP');
    const outcomes = await Promise.all((await photos(601, 4)).map(item => made(workshop, item)));
    assert.deepEqual(
      outcomes.map(one => one.state),
      ['ready', 'ready', 'ready', 'ready'],
    );
    assert.ok(!mediaProcesses().includes(pid));
    await workshop.end();
  });

  it('answers what kills it twice with a sentence, and all others with a picture', async () => {
    // A process of the product's own code that dies of one file, as it would of a fault in a decoder.
    const entry = path.join(window.folder, 'dies.ts');
    const poison = await photo(700);
    fs.writeFileSync(
      entry,
      `process.on('message', m => { if (m.source?.key === '${poison.key}') process.abort(); });\n` +
        `await import('${ENTRY.href}');\n`,
    );
    const workshop = open(30_000, entry);
    const others = await photos(701, 6);
    const items = [...others.slice(0, 2), poison, ...others.slice(2)];
    const outcomes = await Promise.all(items.map(item => made(workshop, item)));
    for (const [k, outcome] of outcomes.entries()) {
      assert.equal(outcome.state, items[k] === poison ? 'none' : 'ready');
      if (outcome.state === 'none') assert.match(outcome.why, /ended the process that made it, twice/);
    }
    await workshop.end();
  });

  it('says so when the process does not start at all', async () => {
    const workshop = open(30_000, path.join(window.folder, 'absent.ts'));
    const outcome = await made(workshop, await photo(800));
    assert.equal(outcome.state, 'none');
    assert.match(outcome.state === 'none' ? outcome.why : '', /does not start/);
    await workshop.end();
  });
});
