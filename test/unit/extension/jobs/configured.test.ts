import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { acceptArguments, jobArguments } from '../../../../src/extension/jobs/arguments.ts';
import { JOBS, parseJobs, parseOptions } from '../../../../src/extension/jobs/configured.ts';
import { english } from '../localizer.ts';

const manifest = JSON.parse(fs.readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
const setting = manifest.contributes.configuration.properties['keepsake.jobs'];

test('usable jobs are kept, and the others are told of', () => {
  const { jobs, troubles } = parseJobs(
    [
      { name: 'Monthly', job: 'verify', options: { olderThan: '30d' } },
      { name: 'Quick', job: 'verify', options: { quick: true } },
      { name: 'Monthly', job: 'index' },
      { name: 'Wipe', job: 'rm -rf' },
      { name: 'Odd', job: 'verify', options: { script: 'evil' } },
      { name: 'Injected', job: 'verify', options: { olderThan: '--catalog=/tmp/x' } },
      { name: 'Wrong', job: 'index', options: { quick: true } },
      'verify',
    ],
    english,
  );
  assert.deepEqual(
    jobs.map(job => job.name),
    ['Monthly', 'Quick'],
  );
  assert.equal(troubles.length, 6);
  assert.match(troubles[0] ?? '', /Job 3 .* “Monthly” is taken/);
  assert.match(troubles[1] ?? '', /Job 4 .* “job” has a wrong value/);
  assert.match(troubles[2] ?? '', /unknown: script/);
});

test('a setting that is no list is told of', () => {
  assert.equal(parseJobs({ name: 'x' }, english).troubles.length, 1);
});

test('a job becomes the arguments of the command line', () => {
  const options = parseOptions({ quick: true, olderThan: '8w', jobs: 2 }, 'verify', english);
  assert.deepEqual(jobArguments('verify', '/backup', options), [
    'verify',
    '/backup',
    '--absolute-paths',
    '--quick',
    '--older-than',
    '8w',
    '--jobs',
    '2',
  ]);
  assert.deepEqual(jobArguments('index', '/backup', {}), ['index', '/backup', '--absolute-paths']);
});

test('a file whose name looks like an option stays a file', () => {
  const common = ['accept', '/b', '--absolute-paths'];
  assert.deepEqual(acceptArguments('/b', ['/b/--all-modified']), [...common, '--', '/b/--all-modified']);
  assert.deepEqual(acceptArguments('/b', 'all-modified'), [...common, '--all-modified']);
});

test('the schema of the setting knows the same jobs and options as the code', () => {
  assert.deepEqual(setting.items.properties.job.enum, [...JOBS]);
  for (const [name, schema] of Object.entries<{ type: string; pattern?: string }>(
    setting.items.properties.options.properties,
  )) {
    const value = { boolean: true, integer: 3, string: '30d' }[schema.type];
    assert.deepEqual(parseOptions({ [name]: value }, 'verify', english), { [name]: value });
    if (schema.pattern != null) assert.match(String(value), new RegExp(schema.pattern));
  }
});
