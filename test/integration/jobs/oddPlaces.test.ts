/** In `.keepsake` of a backup that came from elsewhere may lie what leads elsewhere. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { writeWhole } from '../../../src/engine/backup/writeWhole.ts';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

const skip = process.platform === 'win32' && 'needs links and pipes';
const LINKED = ['', 'ledger', 'albums', 'plans', 'quarantine', 'undo', 'aside'];
const PIPES = ['backup.json', 'ledger/other-00000000.jsonl'];

function refused(backup: TempBackup, job: string): string {
  const { status, stderr } = spawnSync(process.execPath, [CLI, job, backup.root], {
    env: backup.environment,
    encoding: 'utf8',
    timeout: 20_000,
    killSignal: 'SIGKILL',
  });
  assert.equal(status, 3, `${job}: ${stderr}`);
  return stderr;
}

test('a link in place of a folder of ours is refused, and what it leads to is left alone', { skip }, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const outside = path.join(path.dirname(backup.root), 'music');
  for (const name of LINKED) {
    const folder = backup.path('.keepsake', name);
    fs.rmSync(outside, { recursive: true, force: true });
    if (fs.existsSync(folder)) fs.renameSync(folder, `${backup.root}-kept`);
    if (fs.existsSync(`${backup.root}-kept`)) fs.cpSync(`${backup.root}-kept`, outside, { recursive: true });
    else fs.mkdirSync(outside);
    fs.writeFileSync(path.join(outside, 'mine.m3u8'), 'my list');
    fs.symlinkSync(outside, folder.replace(/\/$/, ''));
    const before = fs.readdirSync(outside, { recursive: true }).sort();
    assert.match(refused(backup, 'verify'), /should be a folder that Keepsake made/, name);
    assert.deepEqual(fs.readdirSync(outside, { recursive: true }).sort(), before);
    fs.rmSync(folder.replace(/\/$/, ''));
    if (fs.existsSync(`${backup.root}-kept`)) fs.renameSync(`${backup.root}-kept`, folder);
  }
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

test('a pipe in place of a file of ours holds up neither a job nor a look', { skip, timeout: 120_000 }, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  for (const name of PIPES) {
    const file = backup.path('.keepsake', name);
    if (fs.existsSync(file)) fs.renameSync(file, `${backup.root}-kept`);
    assert.equal(spawnSync('mkfifo', [file]).status, 0);
    for (const job of ['verify', 'list'])
      assert.match(refused(backup, job), /should be a file that Keepsake made/, name);
    fs.rmSync(file);
    if (fs.existsSync(`${backup.root}-kept`)) fs.renameSync(`${backup.root}-kept`, file);
  }
});

test('a pipe or a link in place of the list of checksums makes way for the list', {
  skip,
  timeout: 60_000,
}, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const sums = backup.path('.keepsake/SHA256SUMS');
  const list = fs.readFileSync(sums, 'utf8');
  const elsewhere = path.join(path.dirname(backup.root), 'elsewhere');
  fs.writeFileSync(elsewhere, `${'0'.repeat(64)}  b.jpg\n`);
  for (const put of [() => spawnSync('mkfifo', [sums]), () => fs.symlinkSync(elsewhere, sums)]) {
    fs.rmSync(sums);
    put();
    const { status, stdout, stderr } = backup.cli('verify', backup.root, '--json');
    assert.equal(status, 0, stdout + stderr);
    assert.ok(fs.lstatSync(sums).isFile());
    assert.equal(fs.readFileSync(sums, 'utf8'), list);
  }
});

test('what is written whole is written through no link that was laid out for it', { skip }, t => {
  const backup = new TempBackup(t);
  const precious = path.join(path.dirname(backup.root), 'precious');
  fs.writeFileSync(precious, 'mine');
  for (const name of [`list.${process.pid}.tmp`, 'list.tmp', 'list']) fs.symlinkSync(precious, backup.path(name));
  writeWhole(backup.path('list'), 'ours');
  assert.equal(fs.readFileSync(precious, 'utf8'), 'mine');
  assert.equal(fs.readFileSync(backup.path('list'), 'utf8'), 'ours');
  assert.ok(fs.lstatSync(backup.path('list')).isFile());
});
