import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Outcome, outcome, shortOutcome } from '../../../../src/extension/words/outcome.ts';
import { english } from '../localizer.ts';

const ONE = 'The job is complete: exit code 1 in the terminal stands for the problems found.';
const ended = (job: string, exit: number | undefined, summary: string) =>
  outcome({ job: job.split(' ')[0] ?? '', quick: job.endsWith('--quick'), exit, summary }, 'en', english);

const exported: readonly [string, number | undefined, object | string, Outcome][] = [
  [
    'export',
    0,
    { items: 103, copied: 88, unchanged: 0, duplicates: 11, skipped: 2, missing: 2, failed: 0 },
    {
      severity: 'info',
      text: '88 photos and videos came in; 11 in the backup already, 2 left out, and 2 missing in the source. Verify reads every file again.',
      next: ['verify', 'photos'],
    },
  ],
  [
    'export',
    1,
    { items: 2, copied: 1, failed: 1 },
    { severity: 'warning', text: `1 photo or video came in; 1 failed. ${ONE}`, next: ['problems', 'verify'] },
  ],
  ['export', 0, { items: 9, copied: 0, unchanged: 9 }, { severity: 'info', text: 'Nothing new came in.', next: [] }],
  [
    'apply',
    0,
    { actions: 169, applied: 169, copied: 88 },
    {
      severity: 'info',
      text: '88 photos and videos came in. Verify reads every file again.',
      next: ['verify', 'photos'],
    },
  ],
  [
    'apply',
    0,
    { actions: 5, applied: 4, skipped: 1 },
    { severity: 'info', text: 'Applied 4 of 5 actions; 1 left out.', next: [] },
  ],
  [
    'quarantine',
    0,
    { assets: 12, actions: 31, applied: 31, skipped: 0 },
    { severity: 'info', text: '12 photos and videos were set aside.', next: ['undo'] },
  ],
  [
    'quarantine',
    1,
    { assets: 1, actions: 2, applied: 2, skipped: 1 },
    {
      severity: 'warning',
      text: '1 photo or video was set aside. Some were left as they are; the terminal says which, and why.',
      next: ['terminal'],
    },
  ],
  ['undo', 0, { actions: 88, applied: 88 }, { severity: 'info', text: 'Took back 88 of 88 actions.', next: [] }],
  [
    'undo',
    0,
    { actions: 88, applied: 80, skipped: 8 },
    {
      severity: 'warning',
      text: 'Took back 80 of 88 actions. What was changed again since was left as it is; the terminal names it.',
      next: ['terminal'],
    },
  ],
];

const cases: readonly [string, number | undefined, object | string, Outcome][] = [
  ...exported,
  [
    'verify',
    0,
    { type: 'summary', files: 131_602, verified: 131_602, corrupt: 0, missing: 0 },
    { severity: 'info', text: 'Verified 131,602 files. None is corrupt or missing.', next: [] },
  ],
  [
    'verify',
    1,
    { files: 2000, verified: 1957, corrupt: 40, missing: 1, modified: 2 },
    {
      severity: 'warning',
      text: `Verified 1,957 of 2,000 files and found 40 corrupt and 1 missing. No file was changed. To look at: 2 changed by another program. ${ONE}`,
      next: ['problems'],
    },
  ],
  [
    'verify',
    1,
    { files: 36, verified: 36, corrupt: 1, empty: 1, missing: 1 },
    {
      severity: 'warning',
      text: `Verified 36 files and found 1 corrupt, 1 empty, and 1 missing. No file was changed. ${ONE}`,
      next: ['problems'],
    },
  ],
  [
    'verify',
    0,
    { files: 30, verified: 30, extra: 1, moved: 2 },
    {
      severity: 'info',
      text: 'Verified 30 files. None is corrupt or missing. To look at: 1 not recorded and 2 moved. Index the backup to see moved and new photos where they are now.',
      next: ['index', 'problems'],
    },
  ],
  [
    'verify',
    0,
    { files: 30, verified: 4, recent: 26 },
    {
      severity: 'info',
      text: 'Verified 4 of 30 files. None is corrupt or missing. 26 were verified lately and are not due.',
      next: [],
    },
  ],
  [
    'verify --quick',
    0,
    { files: 36, verified: 0, missing: 0 },
    {
      severity: 'info',
      text: 'Looked at 36 files by size and time, reading none: none is missing.',
      next: [],
    },
  ],
  [
    'verify --quick',
    1,
    { files: 36, verified: 0, missing: 2 },
    {
      severity: 'warning',
      text: `Looked at 36 files by size and time, reading none: there are 2 missing. No file was changed. ${ONE}`,
      next: ['problems'],
    },
  ],
  [
    'index',
    0,
    { files: 1, added: 1, changed: 0 },
    { severity: 'info', text: 'Indexed 1 file: 1 new.', next: ['photos'] },
  ],
  ['index', 0, { files: 30 }, { severity: 'info', text: 'Indexed 30 files: nothing new.', next: ['photos'] }],
  [
    'index',
    1,
    { files: 30, added: 2, removed: 3 },
    {
      severity: 'warning',
      text: `Indexed 30 files: 2 new and 3 gone. Some files have problems. ${ONE}`,
      next: ['problems'],
    },
  ],
];
for (const [job, exit, summary, expected] of cases) {
  test(`${job} with exit ${exit}: “${expected.text}”`, () => {
    assert.deepEqual(ended(job, exit, JSON.stringify(summary)), expected);
  });
}

test('what the person stopped is not announced', () => {
  for (const exit of [130, 143, undefined]) assert.equal(ended('verify', exit, '').severity, 'quiet');
  assert.equal(ended('verify', 0, '{"stopped":true}').severity, 'quiet');
});

test('what could not be done is an error, whatever the summary says', () => {
  for (const summary of ['', 'not json', '{"files":3}', 'null', '[]']) {
    assert.equal(ended('verify', 3, summary).severity, 'error');
    assert.equal(ended('index', 2, summary).severity, 'error');
  }
  assert.equal(ended('verify', 1, '').severity, 'error');
});

test('a job that could not finish says why, where it knows', () => {
  const { text } = ended('verify', 3, '{"failed":true,"message":"The disk is full."}');
  assert.equal(text, 'Verify could not finish: The disk is full.');
});

test('a job that found another one at work says so, and what to do', () => {
  const told = outcome({ job: 'verify', exit: 3, summary: '', busy: 'index' }, 'en', english);
  assert.deepEqual(told, {
    severity: 'warning',
    text: 'Verify did not start: another job (Index) is at work on this backup. Nothing was changed. Run it again when that one has ended.',
    next: [],
  });
  const failed = outcome(
    { job: 'verify', exit: 3, summary: '{"message":"The disk is full."}', busy: 'index' },
    'en',
    english,
  );
  assert.match(failed.text, /The disk is full/, 'its own word counts more');
});

test('where there was nothing to do, nothing has failed', () =>
  assert.equal(
    shortOutcome('failed', '{"nothing":true,"message":"There is no change to undo."}', 'en', english),
    'nothing to do',
  ));

test('a finished run is told in a few words', () => {
  assert.equal(shortOutcome('done', '{"corrupt":3,"missing":1}', 'en', english), '3 corrupt, 1 missing');
  assert.equal(
    shortOutcome('done', '{"corrupt":1,"empty":1,"missing":1}', 'en', english),
    '1 corrupt, 1 empty, 1 missing',
  );
  assert.equal(shortOutcome('done', '{"files":10}', 'en', english), 'fine');
  assert.equal(shortOutcome('stopped', '', 'en', english), 'stopped');
  assert.equal(shortOutcome('died', '', 'en', english), 'ended without a word');
});
