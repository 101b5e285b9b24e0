import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { acquireLock, Busy, isHeldHere, OddLock } from '../../../src/engine/backup/lock.ts';

const LOCK = new URL('../../../src/engine/backup/lock.ts', import.meta.url).href;
const ignore = (): void => {};

function lockFile(t: TestContext): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-lock-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'lock');
}

const holder = (parts: object): string =>
  JSON.stringify({ token: 'x', host: 'elsewhere', pid: 1, started: 0, job: 'verify', beat: 1_000_000_000, ...parts });

test('a lock whose file became a folder neither ends the process nor throws when it is let go', async t => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const file = lockFile(t);
  const lock = await acquireLock(file, 'index', ignore);
  fs.rmSync(file);
  fs.mkdirSync(file);
  t.mock.timers.tick(60_000);
  lock.release();
  assert.ok(fs.statSync(file).isDirectory());
});

test('who has lost the lock hears of it, and leaves the other’s alone', async t => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const file = lockFile(t);
  const lock = await acquireLock(file, 'index', ignore);
  t.mock.timers.tick(60_000);
  assert.equal(lock.held(), true);
  fs.writeFileSync(file, holder({}));
  assert.equal(lock.held(), false);
  lock.release();
  assert.equal(fs.readFileSync(file, 'utf8'), holder({}));
});

test('waiting for a sign of life ends when the job is stopped', async t => {
  const file = lockFile(t);
  fs.writeFileSync(file, holder({}));
  const stop = new AbortController();
  const reason = new Error('stopped');
  await assert.rejects(
    acquireLock(file, 'index', () => stop.abort(reason), stop.signal),
    reason,
  );
  assert.equal(fs.readFileSync(file, 'utf8'), holder({}));
});

test('a process of this machine whose start is not known keeps the lock as long as it beats', async t => {
  const file = lockFile(t);
  const here = { host: os.hostname(), pid: process.pid };
  fs.writeFileSync(file, holder(here));
  const beat = (): void => fs.writeFileSync(file, holder({ ...here, beat: 1_000_000_001 }));
  await assert.rejects(acquireLock(file, 'index', beat), Busy);
});

test('a job whose number no process has here is watched where it may run on another machine of the same name', async t => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  for (const machine of [undefined, `${os.hostname()} 9f0c1d7e-0000-4000-8000-000000000000 pid:[4026531836]`]) {
    const file = lockFile(t);
    const other = { host: os.hostname(), machine, pid, started: 12345 };
    fs.writeFileSync(file, holder(other));
    let watched = 0;
    const beat = (): void => {
      watched++;
      fs.writeFileSync(file, holder({ ...other, beat: 1_000_000_001 }));
    };
    await assert.rejects(acquireLock(file, 'index', beat), Busy);
    assert.equal(watched, 1);
    assert.equal(isHeldHere(file), false);
  }
});

test('a job of this machine that was killed is dead at once', async t => {
  const file = lockFile(t);
  const script = `import { acquireLock } from ${JSON.stringify(LOCK)}; await acquireLock(${JSON.stringify(file)}, 'index', () => {}); process.kill(process.pid, 'SIGKILL');`;
  spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  assert.ok(fs.existsSync(file));
  const lock = await acquireLock(file, 'index', () => assert.fail('it was watched'));
  assert.equal(isHeldHere(file), true);
  lock.release();
});

test('a full disk leaves no lock without a holder', async t => {
  const file = lockFile(t);
  t.mock.method(fs, 'writeSync', () => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  });
  await assert.rejects(acquireLock(file, 'index', ignore), { code: 'ENOSPC' });
  assert.equal(fs.existsSync(file), false);
});

const ODD: Readonly<Record<string, (file: string) => void>> = {
  'a link that leads nowhere': file => fs.symlinkSync('nowhere', file),
  'a link to a lock': file => {
    fs.writeFileSync(`${file}.other`, holder({ host: os.hostname(), pid: process.pid }));
    fs.symlinkSync('lock.other', file);
  },
  'a pipe that nobody writes to': file => assert.equal(spawnSync('mkfifo', [file]).status, 0),
  'a folder': file => fs.mkdirSync(file),
  'a large file': file => fs.writeFileSync(file, Buffer.alloc(1 << 20, ' ')),
};
for (const [what, put] of Object.entries(ODD)) {
  const skip = process.platform === 'win32' && 'needs links and pipes';
  test(`${what} in place of the lock is refused, and left as it is`, { timeout: 10_000, skip }, async t => {
    const file = lockFile(t);
    put(file);
    const before = fs.lstatSync(file).ino;
    // In a process of its own: what hangs in it is deaf to every time-out.
    const script = `
      const { acquireLock, isHeldHere } = await import(${JSON.stringify(LOCK)});
      const file = ${JSON.stringify(file)};
      if (isHeldHere(file)) throw new Error('held');
      await acquireLock(file, 'index', () => {}).catch(error => process.stdout.write(error.name));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 5000,
      killSignal: 'SIGKILL',
    });
    assert.equal(stdout, OddLock.name, stderr);
    assert.equal(fs.lstatSync(file).ino, before);
  });
}

test('a lock that can neither be made nor read leaves a stop to be heard', { timeout: 10_000 }, async t => {
  const file = lockFile(t);
  // As a share does whose listing is behind.
  t.mock.method(fs, 'openSync', (_: string, flags: unknown) => {
    throw Object.assign(new Error(), { code: flags === 'wx' ? 'EEXIST' : 'ENOENT' });
  });
  await assert.rejects(acquireLock(file, 'index', ignore, AbortSignal.timeout(300)), { name: 'TimeoutError' });
});
