/** Videos that ffmpeg made, with `moov` at either end, from a file and from a stream that only goes forward. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { exiftoolPath } from 'exiftool-vendored';
import { quickTags } from '../../../../src/engine/media/quick/quickTags.ts';
import { StreamBytes } from '../../../../src/engine/media/quick/source.ts';
import { factsOf } from '../../../../src/engine/media/readFacts.ts';
import { ExifTool } from '../../../../src/engine/programs/exiftool.ts';
import { agreesOn, quickly } from './agreement.ts';

const run = promisify(execFile);
const skip = spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'ffmpeg is not installed';
const exiftool = new ExifTool({ processes: 1 });
let folder: string;
const at = (name: string) => path.join(folder, name);
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', ...args]);

/** Copies of one video, by how they are written. */
const COPIES: Readonly<Record<string, readonly string[]>> = {
  'end.mp4': [],
  'start.mp4': ['-movflags', '+faststart', '-metadata', 'title=Ü', '-metadata', 'artist=Ida', '-metadata', 'date=2019'],
  'turned.mp4': ['-metadata:s:v', 'rotate=90'],
  'placed.mp4': ['-metadata', 'location=+12.3400-056.7800/'],
  'silent.mov': ['-an'],
  'a.m4v': [],
};
const UNUSUAL: Readonly<Record<string, readonly string[]>> = {
  'fragments.mp4': ['-movflags', 'frag_keyframe+empty_moov'],
  'sound.mp4': ['-vn'],
};

describe('videos', { skip }, () => {
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'keepsake-quick-'));
    const picture = ['-f', 'lavfi', '-i', 'testsrc=s=320x240:r=10:d=1', '-f', 'lavfi', '-i', 'sine=d=1'];
    const made = ['-metadata', 'creation_time=2019-07-01T10:00:00Z'];
    await ffmpeg(...picture, '-c:v', 'mpeg4', '-c:a', 'aac', ...made, at('made.mp4'));
    for (const [name, args] of Object.entries({ ...COPIES, ...UNUSUAL }))
      await ffmpeg('-i', at('made.mp4'), '-c', 'copy', ...args, at(name));
    await copyFile(at('silent.mov'), at('phone.mov'));
    await run('perl', [
      await exiftoolPath(),
      '-q',
      '-overwrite_original',
      '-Keys:CreationDate=2019:07:01 12:00:00+02:00',
      '-Keys:GPSCoordinates=12.5, -7.25, 100',
      '-Keys:Make=Apple',
      '-Keys:Model=iPhone 12',
      '-Keys:ContentIdentifier=2DF2F0A5-5C5C-4F4B-8B8B-4B6E3C1A7D10',
      at('phone.mov'),
    ]);
  });
  after(async () => {
    await exiftool.end();
    await rm(folder, { recursive: true, force: true });
  });

  test('each as exiftool reads it', async () => {
    for (const name of [...Object.keys(COPIES), 'phone.mov']) assert.ok(await agreesOn(exiftool, at(name)), name);
    const facts = factsOf((await quickly(at('phone.mov')))!);
    assert.equal(facts.contentId, '2DF2F0A5-5C5C-4F4B-8B8B-4B6E3C1A7D10');
    assert.deepEqual(factsOf((await quickly(at('turned.mp4')))!).width, 240);
  });

  test('what is unusual is left to exiftool', async () => {
    for (const name of Object.keys(UNUSUAL)) assert.equal(await quickly(at(name)), undefined, name);
    await copyFile(at('silent.mov'), at('mov.mp4'));
    assert.equal(await quickly(at('mov.mp4')), undefined, 'exiftool takes this ending into account');
  });

  test('a stream gives the same, in pieces of any size', async () => {
    for (const name of [...Object.keys(COPIES), 'phone.mov']) {
      const { size } = await stat(at(name));
      for (const highWaterMark of [7, 1000, 65_536, 1_000_000]) {
        const stream = createReadStream(at(name), { highWaterMark });
        const tags = await quickTags(await StreamBytes.open(stream, size), name);
        stream.destroy();
        assert.deepEqual(tags, await quickly(at(name)), `${name} in pieces of ${highWaterMark}`);
      }
    }
  });

  test('the media data of a stream is passed over, never held', async () => {
    // ftyp, 300 MB of media data, then the moov of a real file.
    const made = await readFile(at('end.mp4'));
    const moov = made.indexOf('moov', 0, 'latin1') - 4;
    const ftyp = made.subarray(0, made.readUInt32BE(0));
    const media = 300 * 1024 * 1024;
    const piece = 1024 * 1024;
    let most = 0;
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    async function* file() {
      yield ftyp;
      const header = Buffer.from('....mdat', 'latin1');
      header.writeUInt32BE(8 + media);
      yield header;
      for (let sent = 0; sent < media; sent += piece) {
        yield Buffer.alloc(piece);
        // What nobody holds any more is not to be counted.
        if (sent % (16 * piece) === 0) {
          collect();
          most = Math.max(most, process.memoryUsage().arrayBuffers);
        }
      }
      yield made.subarray(moov);
    }
    const start = process.memoryUsage().arrayBuffers;
    const stream = Readable.from(file(), { objectMode: true, highWaterMark: 1 });
    const size = ftyp.length + 8 + media + made.length - moov;
    const tags = await quickTags(await StreamBytes.open(stream, size), 'a.mp4');
    assert.deepEqual(tags, await quickly(at('end.mp4')));
    assert.ok(most - start < media / 10, `${most - start} bytes held`);
  });

  test('a stream that ends early, or whose moov is behind what it has, is left to exiftool', async () => {
    const made = await readFile(at('end.mp4'));
    for (const length of [10, 40, 1000, made.length - 1]) {
      const stream = Readable.from([made.subarray(0, length)]);
      assert.equal(await quickTags(await StreamBytes.open(stream, made.length), 'a.mp4'), undefined, String(length));
    }
  });
});
