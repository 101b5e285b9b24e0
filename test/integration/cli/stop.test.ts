/** However a command ends, its last line is the summary, and its exit status says how it was. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

async function backupOf(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (let i = 0; i < 400; i++) backup.write(`${'a long name '.repeat(15)}${i}.jpg`, `photo ${i}`);
  backup.cli('index', backup.root);
  return backup;
}

const lastOf = (out: string): Record<string, unknown> => JSON.parse(out.trimEnd().split('\n').at(-1) ?? '{}');

test('list: Ctrl+C stops it with status 130 and a summary; a reader that has had enough ends it', async t => {
  const backup = await backupOf(t);
  const child = spawn(process.execPath, [CLI, 'list', backup.root, '--json'], { env: backup.environment });
  // Nobody reads: it waits in the middle.
  await new Promise(resolve => child.stdout.once('readable', resolve));
  await sleep(300);
  child.kill('SIGINT');
  await sleep(300);
  let out = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  const status = await new Promise(resolve => child.once('close', resolve));
  const last = lastOf(out);
  assert.deepEqual([status, last.type, last.job, last.stopped], [130, 'summary', 'list', true]);
  assert.ok(Number(last.assets) < 400);

  const head = spawnSync(
    'sh',
    ['-c', '{ "$0" "$@"; echo $? >&2; } | head -n 1', process.execPath, CLI, 'list', backup.root],
    { env: backup.environment, encoding: 'utf8' },
  );
  const [photos, code] = head.stderr.trim().split('\n');
  assert.equal(code, '0', head.stderr);
  assert.match(photos ?? '', /^[\d,]+ photos and videos\.$/);
});

for (const [what, trouble] of [
  ['an exception that nobody caught', 'throw new TypeError("of the test");'],
  ['a promise that nobody heard', 'Promise.reject(new Error("of the test"));'],
] as const)
  test(`${what} ends a job with status 3, words and a summary`, t => {
    const backup = new TempBackup(t);
    for (let i = 0; i < 60; i++) backup.write(`${i}.bin`, Buffer.alloc(3_000_000, i));
    fs.mkdirSync(backup.cache);
    const preload = path.join(backup.cache, 'preload.mjs');
    // When the job first says something of its progress, it is at work.
    fs.writeFileSync(
      preload,
      `const write = process.stdout.write.bind(process.stdout);
       process.stdout.write = (...args) => { setTimeout(() => { ${trouble} }); process.stdout.write = write; return write(...args); };`,
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', preload, CLI, 'verify', backup.root, '--json'],
      { env: backup.environment, encoding: 'utf8' },
    );
    assert.equal(status, 3, stderr);
    assert.match(stderr, /of the test/);
    assert.doesNotMatch(stderr, /\n\s+at /);
    const summaries = stdout.split('\n').filter(line => line.includes('"type":"summary"'));
    assert.equal(summaries.length, 1);
    const last = lastOf(stdout);
    assert.deepEqual([last.type, last.job, last.failed, last.corrupt], ['summary', 'verify', true, 0]);
    assert.equal(backup.cli('verify', backup.root).status, 0, 'the next run is not kept out by the lock');
  });

test('info gives the summaries of runs as objects', t => {
  const backup = new TempBackup(t);
  backup.write('a.bin', 'a');
  backup.cli('verify', backup.root);
  const [info] = backup.cli('info', backup.root, '--json').lines;
  const runs = info?.runs as readonly { job: string; summary: { files: number } }[];
  assert.deepEqual([runs[0]?.job, runs[0]?.summary.files], ['verify', 1]);
});

test('Ctrl+C that comes when the result was said changes nothing of it', t => {
  const backup = new TempBackup(t);
  backup.write('a.bin', 'a');
  fs.mkdirSync(backup.cache);
  const preload = path.join(backup.cache, 'preload.mjs');
  fs.writeFileSync(
    preload,
    `const write = process.stdout.write.bind(process.stdout);
     process.stdout.write = (text, ...more) => { if (/All well/.test(text)) { process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 500); } return write(text, ...more); };`,
  );
  const args = ['--import', preload, CLI, 'verify', backup.root];
  const { status, stdout } = spawnSync(process.execPath, args, { env: backup.environment, encoding: 'utf8' });
  assert.match(stdout, /^All well/);
  assert.equal(status, 0);
});
