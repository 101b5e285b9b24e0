import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';
import type { JobRow } from '../../../src/protocol/job.ts';
import type { ServerEvent } from '../../../src/protocol/server.ts';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

type Jobs = Extract<ServerEvent, { event: 'jobs' }>;
const skip = process.platform !== 'linux' && 'a process is known again by its start on Linux';

test('a job that runs in a terminal is stopped from a window, and ends as with Ctrl+C', {
  timeout: 120_000,
  skip,
}, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  backup.cli('index', backup.root);
  // Long enough to be caught at work; it takes no room on the disk.
  fs.truncateSync(backup.write('long.mov', Buffer.alloc(1 << 20, 1)), 200e9);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  assert.equal(await window.ask('stop', { id: 4711 }), false, 'there is no such job');

  const child = spawn(process.execPath, [CLI, 'verify', backup.root, '--json'], {
    env: backup.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', chunk => {
    said += String(chunk);
  });
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  const running = (row: JobRow) => row.job === 'verify' && row.state === 'running';
  const { jobs } = await window.hear((event): event is Jobs => event.event === 'jobs' && event.jobs.some(running));
  const job = jobs.find(running);
  assert.ok(job);
  assert.equal(await window.ask('stop', { id: job.id }), true);
  assert.equal(await ended, 130);
  assert.match(said, /"stopped":true/);
  const rows = await window.ask('jobs', null);
  assert.equal(rows.find(row => row.id === job.id)?.state, 'stopped');
  assert.equal(await window.ask('stop', { id: job.id }), false, 'it runs no more');
});
