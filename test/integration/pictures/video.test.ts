import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { findFfmpeg } from '../../../src/engine/programs/ffmpeg.ts';
import { openBench, withoutFfmpeg } from './bench.ts';
import { cornersOf, ORIENTED, quarters, UPRIGHT } from './quarters.ts';

const bench = openBench();
after(() => bench.end());
const VIDEO = { kind: 'video' } as const;

/** @returns a video of the still, `seconds` long, as the extension says */
function video(name: string, seconds: number, more: readonly string[] = []): string {
  const still = path.join(bench.folder, 'still.png');
  const file = path.join(bench.folder, name);
  const input = ['-loglevel', 'error', '-y', '-loop', '1', '-framerate', '25', '-t', String(seconds), '-i', still];
  execFileSync(findFfmpeg() ?? '', [...input, '-pix_fmt', 'yuv420p', ...more, file]);
  return file;
}

describe('a video', { skip: withoutFfmpeg }, () => {
  it('is shown by a frame, whatever its container and length', async () => {
    await quarters().png().toFile(path.join(bench.folder, 'still.png'));
    for (const name of ['a.mp4', 'b.mov', 'c.mkv', 'd.avi', 'e.webm', 'f.mts', 'g.mpg', 'h.3gp']) {
      const file = video(name, 2, name.endsWith('3gp') ? ['-c:v', 'mpeg4'] : []);
      assert.deepEqual(await cornersOf(await bench.thumbnail(file, VIDEO)), UPRIGHT, name);
    }
    assert.deepEqual(await cornersOf(await bench.thumbnail(video('short.mp4', 0.3), VIDEO)), UPRIGHT);
  });

  it('is turned as it says, and its preview is of full size', async () => {
    video('upright.mp4', 1);
    const file = path.join(bench.folder, 'turned.mov');
    const turn = ['-metadata:s:v:0', 'rotate=90', '-codec', 'copy', file];
    execFileSync(findFfmpeg() ?? '', [
      '-loglevel',
      'error',
      '-y',
      '-i',
      path.join(bench.folder, 'upright.mp4'),
      ...turn,
    ]);
    const corners = await cornersOf(await bench.thumbnail(file, VIDEO));
    const made = await bench.preview(file, VIDEO);
    // ffmpeg 7 writes no rotation from this old tag; then the frame is as it was.
    assert.ok([ORIENTED[6]?.join(), ORIENTED[8]?.join(), UPRIGHT.join()].includes(corners.join()));
    assert.equal(made.width * made.height, 640 * 480);
    assert.equal(made.height > made.width, corners.join() !== UPRIGHT.join());
  });

  it('may have any name: none is an option or an address', async () => {
    const content = fs.readFileSync(video('plain.mp4', 1));
    const names = ['-i', '-y -f null', 'concat:a|b', 'http:', '%03d.mp4', 'a b.mp4', Buffer.from('caf\xe9', 'latin1')];
    for (const name of names) {
      assert.deepEqual(
        await cornersOf(await bench.thumbnail(bench.write(name, content), VIDEO)),
        UPRIGHT,
        String(name),
      );
    }
  });

  it('that is a playlist or a script for ffmpeg reaches nothing', async () => {
    let asked = 0;
    const server = net.createServer(socket => {
      asked++;
      socket.destroy();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const address = `http://127.0.0.1:${port}/x.ts`;
    const target = video('target.mp4', 1);
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${address}\n#EXT-X-ENDLIST\n`,
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${target}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${target}'\n`,
      `ffconcat version 1.0\nfile '${address}'\n`,
      `<?xml version="1.0"?><MPD><Period><BaseURL>${address}</BaseURL></Period></MPD>`,
    ];
    for (const list of lists) {
      const file = bench.write('list.mp4', Buffer.from(list));
      await assert.rejects(bench.thumbnail(file, VIDEO), { name: 'NoPicture' }, list);
    }
    server.close();
    assert.equal(asked, 0);
  });

  it('that is cut gives what is there, or says why not', async () => {
    const whole = fs.readFileSync(video('whole.mkv', 2));
    for (const part of [0.1, 0.5, 0.9]) {
      const file = bench.write('cut.mkv', whole.subarray(0, Math.floor(whole.length * part)));
      await bench.thumbnail(file, VIDEO).catch((error: Error) => assert.equal(error.name, 'NoPicture'));
    }
  });
});

describe('a machine without ffmpeg', () => {
  it('is told what ffmpeg is needed for', async () => {
    const poor = openBench({ ffmpeg: undefined });
    const mp4 = poor.write('a.mp4', Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom', 'latin1'));
    await assert.rejects(poor.thumbnail(mp4, VIDEO), { name: 'NoPicture', need: 'ffmpeg', message: /video.*ffmpeg/ });
    const jxl = poor.write('a.jxl', Buffer.from('\0\0\0\x0cJXL \r\n\x87\n', 'latin1'));
    await assert.rejects(poor.thumbnail(jxl), { name: 'NoPicture', need: 'ffmpeg' });
    await poor.end();
  });
});
