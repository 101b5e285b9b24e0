/** What the command line says of itself, and to whoever mistypes. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const COMMANDS = ['index', 'list', 'info', 'verify', 'accept', 'mark', 'undo'];

test('every command tells its options, with examples', t => {
  const backup = new TempBackup(t);
  const whole = backup.cli('--help');
  for (const command of COMMANDS) {
    assert.match(whole.stdout, new RegExp(`^ {2}${command} `, 'm'));
    const { status, stdout } = backup.cli(command, '--help');
    assert.equal(status, 0);
    for (const option of ['--json', '--quiet', '--catalog', '--jobs', '--help', '--version'])
      assert.ok(stdout.includes(option), `${command} ${option}`);
    const examples = [...stdout.slice(stdout.indexOf('Examples:')).matchAll(/keepsake \w+/g)].map(([words]) => words);
    assert.ok(examples.includes(`keepsake ${command}`), command);
    assert.equal(backup.cli('help', command).stdout, stdout);
  }
  assert.match(whole.stdout, /Examples:/);
  assert.match(whole.stdout, /Exit status:/);
});

test('nothing, nonsense and slips are answered with what to write, and status 2', t => {
  const backup = new TempBackup(t);
  for (const [args, said] of [
    [[], /Usage: keepsake/],
    [['verfy', backup.root], /unknown command 'verfy'\n\(Did you mean verify\?\)/],
    [['verify', backup.root, '--quik'], /Did you mean --quick\?/],
    [['frobnicate'], /unknown command.*\n.*--help/],
    [['verify'], /missing required argument/],
    [['verify', backup.root, backup.root], /too many arguments/],
    [['mark', backup.root, '--rating', '3'], /--select/],
    [['verify', backup.root, '--older-than', 'soon'], /"soon" is no age/],
  ] as const) {
    const { status, stdout, stderr } = backup.cli(...args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, said);
  }
});

test('options that every command has may stand before it', t => {
  const backup = new TempBackup(t);
  backup.write('a.txt', 'a');
  assert.equal(backup.cli('--json', 'verify', backup.root).summary.job, 'verify');
  const own = `${backup.cache}/own.db`;
  assert.equal(backup.cli('--catalog', own, '--json', 'info', backup.root).summary.job, 'info');
  assert.ok(fs.existsSync(own));
  const version = backup.cli('--version');
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(backup.cli('verify', '--version').stdout, version.stdout);
});
