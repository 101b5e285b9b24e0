/** Password and code are typed into the terminal in which the job runs; the job can be stopped, and goes on. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { FakeIcloud } from '../../../fixtures/fakeIcloud.ts';
import { CLI, TempBackup } from '../../../fixtures/tempBackup.ts';

async function icloudOf(t: TestContext): Promise<{ backup: TempBackup; icloud: FakeIcloud }> {
  const backup = new TempBackup(t);
  const icloud = new FakeIcloud(t, backup);
  for (let i = 1; i <= 3; i++)
    icloud.account.photos.push({
      id: `A${i}bbCC0${i}`,
      name: `IMG_000${i}.JPG`,
      created: `2024-01-0${i}T09:00:00.000Z`,
      file: await icloud.jpeg(`${i}.jpg`, i),
    });
  icloud.save();
  return { backup, icloud };
}

/** `script` of util-linux gives the command a terminal of its own; what is typed comes when it is asked for. */
const hasScript = spawnSync('script', ['--version']).status === 0;

interface Typed {
  readonly status: number | null;
  readonly screen: string;
}

async function atTerminal(
  backup: TempBackup,
  args: readonly string[],
  answers: readonly (readonly [RegExp, string])[],
): Promise<Typed> {
  const command = [process.execPath, CLI, ...args].map(part => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
  const child = spawn('script', ['-qefc', command, '/dev/null'], { env: backup.environment });
  let screen = '';
  let answered = 0;
  let from = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    const [question, answer] = answers[answered] ?? [];
    const found = question?.exec(screen.slice(from));
    if (found == null || answer == null) return;
    from += found.index + found[0].length;
    answered++;
    child.stdin.write(`${answer}\n`);
  });
  const status = await new Promise<number | null>(resolve => child.once('close', resolve));
  return { status, screen };
}

/** Until its download has come to where it takes for ever. @returns the process that does it */
async function hanging({ folder }: FakeIcloud, child: ChildProcess): Promise<number> {
  const file = path.join(folder, 'hangs');
  while (!fs.existsSync(file) || fs.statSync(file).size === 0) {
    assert.equal(child.exitCode, null);
    await wait(20);
  }
  return Number(fs.readFileSync(file, 'utf8'));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const PASSWORD = /iCloud Password for me@example\.com: /;
const CODE = /two-factor authentication code .*: /;

test('a person signs in at their terminal; what they type is in no argument and in no file', {
  skip: !hasScript && 'script (util-linux) is not installed',
}, async t => {
  const { backup, icloud } = await icloudOf(t);
  const { password, code } = icloud.account;
  const run = await atTerminal(backup, icloud.command(), [
    [PASSWORD, password],
    [CODE, code],
  ]);
  assert.equal(run.status, 0, run.screen);
  assert.match(run.screen, /"copied":3/);
  assert.match(run.screen, /Keepsake neither sees nor keeps it/);
  assert.ok(icloud.calls().length === 3 && icloud.calls()[1]?.includes('--auth-only'));
  assert.ok(!icloud.calls().flat().join(' ').includes(password));
  for (const top of [backup.root, backup.cache, backup.config])
    for (const entry of fs.readdirSync(top, { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        assert.ok(!fs.readFileSync(path.join(entry.parentPath, entry.name)).includes(password), entry.name);
  // From now on it works without anybody there.
  assert.equal(icloud.export().summary.unchanged, 3);
});

test('a wrong password is told, and nothing has come', {
  skip: !hasScript && 'script (util-linux) is not installed',
}, async t => {
  const { backup, icloud } = await icloudOf(t);
  const run = await atTerminal(backup, icloud.command(), [[PASSWORD, 'wrong']]);
  assert.equal(run.status, 3, run.screen);
  assert.match(run.screen, /Invalid email\/password combination/);
  assert.match(run.screen, /still wants me@example\.com to sign in/);
  assert.equal(fs.existsSync(backup.path('2024')), false);
});

test('Ctrl+C ends icloudpd as well; the next run goes on with what had come', async t => {
  const { backup, icloud } = await icloudOf(t);
  icloud.signIn();
  icloud.account.hangsAfter = 2;
  icloud.save();
  const child = spawn(process.execPath, [CLI, ...icloud.command()], { env: backup.environment });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  const download = await hanging(icloud, child);
  child.kill('SIGINT');
  assert.equal(await ended, 130);
  assert.equal(isAlive(download), false);
  assert.match(stdout, /"stopped":true/);
  delete icloud.account.hangsAfter;
  const next = icloud.export();
  assert.deepEqual([next.status, next.summary.copied, next.summary.items], [0, 3, 3]);
});

test('killed, it leaves an icloudpd behind, which the next run ends before it starts its own', async t => {
  const { backup, icloud } = await icloudOf(t);
  icloud.signIn();
  icloud.account.hangsAfter = 2;
  icloud.save();
  const child = spawn(process.execPath, [CLI, ...icloud.command()], { env: backup.environment, stdio: 'ignore' });
  const ended = new Promise(resolve => child.once('exit', resolve));
  const download = await hanging(icloud, child);
  child.kill('SIGKILL');
  await ended;
  assert.equal(isAlive(download), true);
  delete icloud.account.hangsAfter;
  const next = icloud.export();
  assert.deepEqual([next.status, next.summary.copied, next.summary.items], [0, 3, 3]);
  assert.equal(isAlive(download), false);
});
