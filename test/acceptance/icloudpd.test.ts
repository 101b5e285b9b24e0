/** The real icloudpd, as far as it can be asked without an account: that it knows what it is started with. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { icloudpdEnvironment } from '../../src/engine/programs/icloudpd.ts';
import {
  checkedFlags,
  downloadArguments,
  ICLOUDPD_CHOICES,
  signInArguments,
} from '../../src/engine/programs/icloudpdFlags.ts';
import { runLines } from '../../src/engine/programs/lines.ts';
import { ACCOUNT } from '../fixtures/fakeIcloud.ts';
import { TempBackup } from '../fixtures/tempBackup.ts';

const program = [
  path.join(import.meta.dirname, '../../.peers/venv/bin/icloudpd'),
  ...(process.env.PATH ?? '').split(path.delimiter).map(folder => path.join(folder, 'icloudpd')),
].find(file => fs.existsSync(file));
const skip = program == null ? 'icloudpd is not installed (.ci/run does it)' : false;

/** A value for each that wants one. */
const VALUES: Readonly<Record<string, string>> = {
  '--recent': '1',
  '--until-found': '1',
  '--album': 'All Photos',
  '--library': 'PrimarySync',
  '--domain': 'com',
  '--align-raw': 'as-is',
  '--skip-created-before': '2020-01-01',
  '--skip-created-after': '20d',
};

/** Nobody is there to ask: it gets to where it would ask for the password, and no further. */
async function run(cwd: string, args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  await runLines(program ?? '', args, {
    cwd,
    env: icloudpdEnvironment(),
    stdin: 'none',
    onLine: line => lines.push(line),
  });
  return lines.join('\n');
}

test('icloudpd knows everything that Keepsake may start it with', { skip }, async t => {
  const { root } = new TempBackup(t);
  const help = await run(root, ['--help']);
  // What is not ASCII comes as it is, as names of photos do.
  const account = 'mé@example.com';
  const task = { account, cookies: path.join(root, 'cookies') };
  const flags = checkedFlags(
    ICLOUDPD_CHOICES.filter(flag => flag !== '--skip-photos').flatMap(flag => [flag, VALUES[flag] ?? []].flat()),
  );
  const calls = [
    signInArguments(task),
    downloadArguments({ ...task, directory: 'incoming', flags, dryRun: false }),
    downloadArguments({ ...task, directory: 'incoming', flags: ['--skip-photos'], dryRun: true }),
  ];
  for (const flag of calls.flat().filter(arg => arg.startsWith('--')))
    assert.match(help, new RegExp(`${flag}[ ,\\n]`), flag);
  for (const args of calls) {
    const said = await run(root, args);
    assert.match(said, /EOFError/, said);
    assert.match(said, args.includes('--only-print-filenames') ? /EOFError/ : /user: mé@example\.com/);
    assert.doesNotMatch(said, /unrecognized arguments|^argument /m);
  }
  // Its exit status can't be gone by: of what it doesn't know it only says so.
  assert.match(await run(root, [...(calls[1] ?? []), '--no-such-flag']), /unrecognized arguments: --no-such-flag/);
});

test('without a session the real icloudpd is understood to want a sign-in', { skip }, t => {
  const backup = new TempBackup(t);
  const run = backup.cli('export', `icloud:${ACCOUNT}`, '--to', backup.root, '--icloudpd', program ?? '', '--json');
  assert.equal(run.status, 3, run.stdout);
  assert.match(run.stderr, /iCloud wants me@example\.com to sign in, and there is no terminal/);
});
