/** The temporary folder of an export: no room in it is no damage of the source, and what a killed run left there goes. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import zlib from 'node:zlib';
import { pack } from 'tar-stream';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

/** @returns false where this system doesn't let us mount */
function mountSmall(t: TestContext, folder: string, size: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  fs.mkdirSync(folder, { recursive: true });
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'keepsake-test', folder]).status !== 0) return false;
  t.after(() => spawnSync('umount', ['-l', folder]));
  return true;
}

/** Of Keepsake: node has something of its own there. */
const ours = (folder: string): readonly string[] =>
  fs
    .readdirSync(folder)
    .filter(name => name.startsWith('keepsake-'))
    .sort();

async function takeoutTgz(photos: number): Promise<Buffer> {
  const packing = pack();
  for (let i = 0; i < photos; i++) {
    const name = `Takeout/Google Photos/Photos from 2019/IMG_${i}.jpg`;
    const said = {
      title: `IMG_${i}.jpg`,
      description: 'A day at the sea. '.repeat(1000),
      photoTakenTime: { timestamp: `${1_562_000_000 + i * 3600}` },
    };
    packing.entry({ name }, takeoutMedia('jpg', i));
    packing.entry({ name: `${name}.json` }, JSON.stringify(said));
  }
  packing.finalize();
  return zlib.gzipSync(await buffer(packing as unknown as AsyncIterable<Buffer>));
}

test('a full temporary folder stops an export of a tgz, which is not called damaged', async t => {
  const backup = new TempBackup(t);
  const source = new TempBackup(t);
  const small = source.path('small');
  if (!mountSmall(t, small, '512k')) return t.skip('only root can mount a small file system here');
  const tgz = source.write('takeout-1.tgz', await takeoutTgz(40));
  const args = ['export', tgz, '--to', backup.root];
  const env = { ...backup.environment, TMPDIR: small };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8' });
  assert.equal(status, 3, stdout + stderr);
  assert.doesNotMatch(stdout + stderr, /damaged|Download this part/);
  assert.match(stderr, /The disk is full: there was no room to write .*small.*TMPDIR/);
  assert.deepEqual(ours(small), []);
  const { summary } = backup.cli(...args, '--json');
  assert.equal(summary.copied, 40);
});

test('what a killed run left in the temporary folder is taken away by the next job; what others have there is not', async t => {
  const backup = new TempBackup(t);
  const source = new TempBackup(t);
  const temporary = source.path('tmp');
  fs.mkdirSync(temporary);
  await backup.jpeg('before.jpg', 7);
  const env = { ...backup.environment, TMPDIR: temporary };
  const tgz = source.write('takeout-1.tgz', await takeoutTgz(40));
  const child = spawn(process.execPath, [CLI, 'export', tgz, '--to', backup.root], { env, stdio: 'ignore' });
  const ended = new Promise(resolve => child.once('exit', resolve));
  while (ours(temporary).length === 0 && child.exitCode == null) await wait(2);
  child.kill('SIGKILL');
  await ended;
  const [left = ''] = ours(temporary);
  assert.match(left, /^keepsake-sidecars-/);
  // Of this process, which is alive; of another container, new; and what isn't Keepsake's.
  const pid = `-${child.pid}-`;
  const alive = left.replace(pid, `-${process.pid}-`).replace(/-\d+-(\w{6})$/, '-0-$1');
  const elsewhere = left.replace(/^(keepsake-sidecars-)[0-9a-f]{8}/, '$100000000');
  for (const name of [alive, elsewhere, 'keepsake-holiday']) fs.mkdirSync(`${temporary}/${name}`);
  fs.symlinkSync(source.root, `${temporary}/${left.slice(0, -6)}abcdef`);
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'index', backup.root], { env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.deepEqual(ours(temporary), [alive, elsewhere, 'keepsake-holiday', `${left.slice(0, -6)}abcdef`].sort());
});
