import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { acquireLock, Busy } from '../../../src/engine/backup/lock.ts';

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

test('a full disk leaves no lock without a holder', async t => {
  const file = lockFile(t);
  t.mock.method(fs, 'writeSync', () => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  });
  await assert.rejects(acquireLock(file, 'index', ignore), { code: 'ENOSPC' });
  assert.equal(fs.existsSync(file), false);
});
