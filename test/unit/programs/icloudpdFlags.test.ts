import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkedFlags,
  downloadArguments,
  FlagRefused,
  ICLOUDPD_CHOICES,
  signInArguments,
} from '../../../src/engine/programs/icloudpdFlags.ts';

/** What deletes, runs, sends, takes a password, or never ends. */
const NEVER =
  /--(auto-delete|delete-after-download|keep-icloud-recent-days|notification|smtp|password$|watch|set-exif|force-size)/;

test('nothing that deletes, runs or sends is on the list, nor gets in by its beginning or its value', () => {
  assert.deepEqual(
    ICLOUDPD_CHOICES.filter(flag => NEVER.test(flag)),
    [],
  );
  const refused = [
    ['--auto-delete'],
    ['--auto'],
    ['--auto-delete=1'],
    ['--delete-after-download'],
    ['--keep-icloud-recent-days', '0'],
    ['--notification-script', '/bin/sh'],
    ['--password', 'x'],
    ['-p', 'x'],
    ['-d', '/'],
    ['--recent', '--auto-delete'],
    ['--recent=1 --auto-delete'],
    ['--recent', '1', '--auto-delete'],
    ['--album', '--auto-delete'],
    ['--album', '-x'],
    ['--skip-videos=1'],
    ['--recent'],
    ['__proto__'],
    ['constructor', 'x'],
    ['me@example.com'],
    [''],
  ];
  for (const flags of refused) assert.throws(() => checkedFlags(flags), FlagRefused, flags.join(' '));
});

test('what a person may choose is passed on as it is', () => {
  assert.deepEqual(checkedFlags(['--recent=5', '--album', 'Süd & Nord', '--skip-videos']), [
    ...['--recent', '5', '--album', 'Süd & Nord'],
    '--skip-videos',
  ]);
});

test('the password is asked for in the terminal alone; a dry run writes nothing, no sidecar either', () => {
  const task = { account: 'me@example.com', cookies: '/c' };
  const flags = checkedFlags(['--xmp-sidecar', '--recent', '3']);
  const wet = downloadArguments({ ...task, directory: 'incoming', flags, dryRun: false });
  const dry = downloadArguments({ ...task, directory: 'incoming', flags, dryRun: true });
  for (const args of [signInArguments(task), wet, dry]) {
    assert.equal(args[args.indexOf('--password-provider') + 1], 'console');
    assert.equal(args.filter(arg => arg === '--password-provider').length, 1);
    assert.deepEqual(
      args.filter(arg => NEVER.test(arg)),
      [],
    );
  }
  assert.ok(dry.includes('--dry-run') && dry.includes('--only-print-filenames') && !dry.includes('--xmp-sidecar'));
  assert.ok(!wet.includes('--dry-run') && wet.includes('--xmp-sidecar'));
});
