import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

const manifest = JSON.parse(fs.readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
const pattern = manifest.contributes.problemPatterns[0];
const expression = new RegExp(pattern.regexp);

function match(line: string): Record<string, string | undefined> | null {
  const found = expression.exec(line);
  if (found == null) return null;
  return Object.fromEntries(['severity', 'code', 'file', 'message'].map(key => [key, found[pattern[key]]]));
}

const finding = { severity: 'error', code: 'corrupt', file: '/photos/2019/IMG_1.HEIC', message: 'Its bytes changed.' };
const line = 'error  corrupt  /photos/2019/IMG_1.HEIC  Its bytes changed.';

test('a finding is found', () => assert.deepEqual(match(line), finding));

test('progress that was drawn over on the same line does no harm', () => {
  assert.deepEqual(match(`hash 38 % |███   | 120/300\r\x1b[K${line}`), finding);
  assert.deepEqual(match(`\x1b[2K\x1b[1G\x1b[31m${line}`.replace('\x1b[31m', '')), finding);
  assert.deepEqual(match(`${line}   `), finding);
});

test('names with spaces and with dashes are whole', () => {
  assert.equal(
    match('warning  no-capture-time  /a b/My photo (1).JPG  None says when.')?.file,
    '/a b/My photo (1).JPG',
  );
  assert.equal(match('warning  extra  C:\\Photos\\a.jpg  Not recorded.')?.file, 'C:\\Photos\\a.jpg');
});

test('that another job is at work is no problem of any file', () =>
  assert.equal(
    match('error  busy  /photos  Another job (index, process 12 on here) is at work on this backup.'),
    null,
  ));

test('other lines are no findings', () => {
  for (const other of [
    '',
    'Verified 2,000 files.',
    'error corrupt /photos/a.jpg one space',
    'error  corrupt  relative/a.jpg  message',
    'fatalerror  corrupt  /a.jpg  message',
    'error  corrupt  /a.jpg',
  ]) {
    assert.equal(match(other), null, other);
  }
});
