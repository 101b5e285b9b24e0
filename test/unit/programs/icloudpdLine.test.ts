import assert from 'node:assert/strict';
import { test } from 'node:test';
import { icloudpdEvent } from '../../../src/engine/programs/icloudpdLine.ts';

const log = (level: string, message: string): string => `2026-11-22 05:46:17 ${level.padEnd(8)} ${message}`;

test('lines of icloudpd are read as what they mean', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    [log('INFO', 'Downloading 123 original,adjusted photos and videos to incoming ...'), { type: 'total', count: 123 }],
    [log('INFO', 'Downloading the first original photo or video to incoming ...'), { type: 'total', count: 1 }],
    [log('INFO', 'Downloading ??? original photos and videos to incoming ...'), { type: 'total', count: 0 }],
    [
      log('DEBUG', 'Downloading incoming/2024/01/02/A b.JPG...'),
      { type: 'downloading', path: 'incoming/2024/01/02/A b.JPG' },
    ],
    // No photo may pass for a total by its name.
    [
      log('DEBUG', 'Downloading incoming/2024/12 photos to sort.JPG...'),
      { type: 'downloading', path: 'incoming/2024/12 photos to sort.JPG' },
    ],
    [log('INFO', 'Downloaded incoming/2024/01/02/A.JPG'), { type: 'downloaded', path: 'incoming/2024/01/02/A.JPG' }],
    [log('DEBUG', 'incoming/A.JPG already exists'), { type: 'there', path: 'incoming/A.JPG' }],
    [log('DEBUG', 'Skipping IMG_1.MOV, only downloading photos. (Item type was: movie)'), { type: 'left-out' }],
    [log('DEBUG', 'Skipping A.JPG, as it was created 2019, before 2020'), { type: 'left-out' }],
    [log('INFO', 'All photos and videos have been downloaded'), { type: 'over' }],
    [log('INFO', 'Found 50 consecutive previously downloaded photos. Exiting'), { type: 'over' }],
    [log('INFO', 'Two-factor authentication is required (2fa)'), { type: 'sign-in' }],
    ['EOFError', { type: 'sign-in' }],
    ['getpass.py:90: GetPassWarning: Can not control echo on the terminal.', { type: 'sign-in' }],
    [log('INFO', 'Invalid email/password combination.'), { type: 'sign-in' }],
    [
      log('INFO', 'Cannot connect to Apple iCloud service'),
      { type: 'trouble', text: 'Cannot connect to Apple iCloud service' },
    ],
    ['unrecognized arguments: --x', { type: 'trouble', text: 'unrecognized arguments: --x' }],
    [
      'json.decoder.JSONDecodeError: Expecting value',
      { type: 'trouble', text: 'json.decoder.JSONDecodeError: Expecting value' },
    ],
    [
      log('ERROR', 'Something that it never said before'),
      { type: 'trouble', text: 'Something that it never said before' },
    ],
    [log('DEBUG', 'Something that it never said before'), undefined],
    ['  File "x.py", line 1, in y', undefined],
    ['', undefined],
  ];
  for (const [line, event] of cases) assert.deepEqual(icloudpdEvent(line), event, line);
});

test('what did not come is told with its name, whatever the reason', () => {
  const failed = [
    ['Could not download IMG_1_QVJNOWb.HEIC. Please try again later.', 'IMG_1_QVJNOWb.HEIC'],
    ['Could not find URL to download IMG_1.HEIC for size original', 'IMG_1.HEIC'],
    [
      'IOError while writing file to incoming/2024/IMG_1.HEIC. You might have run out of disk space, or the file might be too large for your OS. Skipping this file...',
      'incoming/2024/IMG_1.HEIC',
    ],
  ] as const;
  for (const [message, name] of failed) {
    const event = icloudpdEvent(log('ERROR', message));
    assert.deepEqual([event?.type, event?.type === 'failed' && event.name], ['failed', name]);
  }
  assert.equal(icloudpdEvent("KeyError: 'x' attribute was not found in the photo fields.")?.type, 'failed');
  assert.equal(icloudpdEvent(log('ERROR', 'Error downloading A.JPG, retrying after 5 seconds...'))?.type, 'waiting');
});
