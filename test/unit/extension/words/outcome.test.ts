import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Outcome, outcome, shortOutcome } from '../../../../src/extension/words/outcome.ts';
import { english } from '../localizer.ts';

const cases: readonly [string, number | undefined, object | string, Outcome][] = [
  [
    'verify',
    0,
    { type: 'summary', files: 131_602, verified: 131_602, corrupt: 0, missing: 0 },
    { severity: 'info', text: 'Verified 131,602 files. None is corrupt or missing.', problems: false },
  ],
  [
    'verify',
    1,
    { files: 2000, verified: 1957, corrupt: 40, missing: 1, modified: 2 },
    {
      severity: 'warning',
      text: 'Verified 1,957 of 2,000 files and found 40 corrupt and 1 missing. No file was changed. To look at: 2 changed by another program.',
      problems: true,
    },
  ],
  [
    'index',
    0,
    { files: 1, added: 1, changed: 0 },
    { severity: 'info', text: 'Indexed 1 file: 1 new.', problems: false },
  ],
  ['index', 0, { files: 30 }, { severity: 'info', text: 'Indexed 30 files: nothing new.', problems: false }],
  [
    'index',
    1,
    { files: 30, added: 2, removed: 3 },
    { severity: 'warning', text: 'Indexed 30 files: 2 new and 3 gone. Some files have problems.', problems: true },
  ],
];
for (const [job, exit, summary, expected] of cases) {
  test(`${job} with exit ${exit}: “${expected.text}”`, () => {
    assert.deepEqual(outcome(job, exit, JSON.stringify(summary), 'en', english), expected);
  });
}

test('what the person stopped is not announced', () => {
  for (const exit of [130, 143, undefined]) assert.equal(outcome('verify', exit, '', 'en', english).severity, 'quiet');
  assert.equal(outcome('verify', 0, '{"stopped":true}', 'en', english).severity, 'quiet');
});

test('what could not be done is an error, whatever the summary says', () => {
  for (const summary of ['', 'not json', '{"files":3}', 'null', '[]']) {
    assert.equal(outcome('verify', 3, summary, 'en', english).severity, 'error');
    assert.equal(outcome('index', 2, summary, 'en', english).severity, 'error');
  }
  assert.equal(outcome('verify', 1, '', 'en', english).severity, 'error');
});

test('a job that could not finish says why, where it knows', () => {
  const { text } = outcome('verify', 3, '{"failed":true,"message":"The disk is full."}', 'en', english);
  assert.equal(text, 'Verify could not finish: The disk is full.');
});

test('a finished run is told in a few words', () => {
  assert.equal(shortOutcome('done', '{"corrupt":3,"missing":1}', 'en', english), '3 corrupt, 1 missing');
  assert.equal(shortOutcome('done', '{"files":10}', 'en', english), 'fine');
  assert.equal(shortOutcome('stopped', '', 'en', english), 'stopped');
  assert.equal(shortOutcome('died', '', 'en', english), 'ended without a word');
});
