/** Films are made playable for a webview: what cameras write it mostly can't play. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { AssetFilm } from '../../../src/engine/catalog/assetFilm.ts';
import { findFfmpeg } from '../../../src/engine/programs/ffmpeg.ts';
import { clipArguments } from '../../../src/engine/programs/ffmpegClip.ts';
import { Clips } from '../../../src/server/media/clips.ts';

const skip = findFfmpeg() == null && 'ffmpeg is not installed';
const none = new AbortController().signal;

function place(t: TestContext): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-clips-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function film(folder: string, name: string, seconds: number): AssetFilm {
  const file = path.join(folder, name);
  const input = ['-f', 'lavfi', '-i', `testsrc=d=${seconds}:s=320x180:r=15`, '-f', 'lavfi', '-i', `sine=d=${seconds}`];
  execFileSync('ffmpeg', ['-v', 'error', ...input, '-pix_fmt', 'yuv420p', '-c:v', 'mpeg4', '-c:a', 'aac', file]);
  return { file, path: name, onlineOnly: false, duration: seconds };
}

const clips = (folder: string, more = {}) =>
  new Clips({ cacheDir: path.join(folder, 'cache'), noPrograms: false, absent: () => undefined, ...more });

/** What ffmpeg finds in a file. */
function streams(file: string): string {
  const { stderr } = execFileSyncBoth('ffmpeg', ['-hide_banner', '-i', file, '-f', 'null', '-']);
  return stderr;
}

function execFileSyncBoth(program: string, args: readonly string[]): { readonly stderr: string } {
  const log = execFileSync('sh', ['-c', 'exec "$0" "$@" 2>&1 >/dev/null', program, ...args], { encoding: 'utf8' });
  return { stderr: log };
}

test('a film becomes VP8 and Opus, whole where it is short, and is made once', { skip }, async t => {
  const folder = place(t);
  const made = clips(folder);
  const source = film(folder, 'IMG 1%20.mov', 2);
  const before = fs.readFileSync(source.file);
  const clip = await made.clip(source, none);
  assert.ok(clip.state === 'ready', JSON.stringify(clip));
  assert.deepEqual([clip.whole, clip.mime, clip.path], [true, 'video/webm', 'IMG 1%20.mov']);
  const file = path.join(folder, 'cache', 'previews', clip.file);
  assert.match(streams(file), /Video: vp8.*320x180/);
  assert.match(streams(file), /Audio: opus/);
  const { mtimeMs, ino } = fs.statSync(file);
  assert.deepEqual(await made.clip(source, none), clip);
  assert.deepEqual([fs.statSync(file).mtimeMs, fs.statSync(file).ino], [mtimeMs, ino]);
  assert.deepEqual(fs.readFileSync(source.file), before, 'the film itself is only read');
});

test('of a long film the beginning is shown, and it is said', { skip }, async t => {
  const folder = place(t);
  const clip = await clips(folder).clip(film(folder, 'long.mp4', 40), none);
  assert.ok(clip.state === 'ready');
  assert.deepEqual([clip.whole, clip.seconds], [false, 30]);
  assert.match(streams(path.join(folder, 'cache', 'previews', clip.file)), /Duration: 00:00:30/);
});

test('what can’t be played is said, with the film’s path for another player', { skip }, async t => {
  const folder = place(t);
  const source = film(folder, 'cut.mp4', 1);
  fs.truncateSync(source.file, 2000);
  const cut = await clips(folder).clip(source, none);
  assert.ok(cut.state === 'none');
  assert.deepEqual([cut.path, /damaged/.test(cut.why)], ['cut.mp4', true]);
  // No half of it is left in the cache.
  const left = fs.readdirSync(path.join(folder, 'cache'), { recursive: true, encoding: 'utf8' });
  assert.deepEqual(
    left.filter(name => /webm|tmp/.test(name)),
    [],
  );
  const whole = film(folder, 'whole.mp4', 1);
  const restricted = await clips(folder, { noPrograms: true }).clip(whole, none);
  assert.match(restricted.state === 'none' ? restricted.why : '', /Restricted Mode/);
  const absent = await clips(folder, { ffmpeg: '/nowhere/ffmpeg' }).clip(whole, none);
  assert.deepEqual([absent.state, absent.state === 'none' && absent.need], ['none', 'ffmpeg']);
  fs.writeFileSync(path.join(folder, 'list.mp4'), '#EXTM3U\nhttp://192.0.2.1/x.ts\n');
  const list = await clips(folder).clip(
    { file: path.join(folder, 'list.mp4'), path: 'list.mp4', onlineOnly: false, duration: 1 },
    none,
  );
  assert.match(list.state === 'none' ? list.why : '', /no film/);
});

test('who gives up waits for nothing, and the next one is made', { skip }, async t => {
  const folder = place(t);
  const made = clips(folder);
  const abort = new AbortController();
  const first = made.clip(film(folder, 'first.mp4', 20), abort.signal);
  abort.abort();
  await assert.rejects(first);
  const second = await made.clip(film(folder, 'second.mp4', 1), none);
  assert.equal(second.state, 'ready');
});

test('no name of a file is an option or another protocol to ffmpeg', () => {
  const request = {
    program: '/f',
    file: '-i http:x.mp4',
    fd: 3,
    demuxer: 'mov',
    to: '/c/-y x.webm',
    seconds: 1,
    cwd: '/c',
    timeLimitMs: 1,
  };
  const args = clipArguments(request);
  assert.equal(args[args.indexOf('-i') + 1], 'file:/dev/fd/3');
  assert.equal(args.at(-1), 'file:/c/-y x.webm');
  assert.equal(args[args.indexOf('-protocol_whitelist') + 1], 'file');
});
