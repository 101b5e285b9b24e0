import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import {
  acceptArguments,
  applyArguments,
  jobArguments,
  undoArguments,
} from '../../../../src/extension/jobs/arguments.ts';
import { JOBS, type Job, parseJobs, parseOptions } from '../../../../src/extension/jobs/configured.ts';
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

function takes(job: Job, options: object): boolean {
  try {
    assert.deepEqual(parseOptions(options, job, english), options);
    return true;
  } catch {
    return false;
  }
}

test('an export needs a source, and none of its values can be taken for an option', () => {
  const told = (raw: unknown) => {
    try {
      parseOptions(raw, 'export', english);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(told({}), /“source” is missing/);
  assert.match(told({ source: [] }), /“source” has a wrong value/);
  assert.match(told({ source: '/a', quick: true }), /“quick” belongs to verify/);
  assert.match(told({ source: '/a', metadata: 'shell' }), /“metadata” has a wrong value/);
  const options = parseOptions(
    { source: '-x', layout: '--again', metadata: 'none', trashed: true, jobs: 3 },
    'export',
    english,
  );
  assert.deepEqual(jobArguments('export', '/backup', options, ['/cards/-x']), [
    'export',
    '--absolute-paths',
    '--jobs=3',
    '--to=/backup',
    '--layout=--again',
    '--metadata=none',
    '--trashed',
    '--',
    '/cards/-x',
  ]);
});

test('a plan and a backup stand behind what ends the options', () => {
  assert.deepEqual(applyArguments('/b', '/--p'), ['apply', '--absolute-paths', '--', '/b', '/--p']);
  assert.deepEqual(undoArguments('/b', 'x'), ['undo', '--absolute-paths', '--change', 'x', '--', '/b']);
});

test('the schema of the setting knows the same jobs and options as the code', () => {
  assert.deepEqual(setting.items.properties.job.enum, [...JOBS]);
  const { properties } = setting.items.properties.options;
  const needed: Readonly<Record<string, object>> = { index: {}, verify: {}, export: { source: '/a' } };
  for (const [name, schema] of Object.entries<{ type: string | string[]; pattern?: string; enum?: string[] }>(
    properties,
  )) {
    const values = schema.enum ?? [{ boolean: true, integer: 3, string: '30d' }[[schema.type].flat()[0] ?? '']];
    for (const value of values) {
      const taken = JOBS.filter(job => takes(job, { ...needed[job], [name]: value }));
      assert.ok(taken.length > 0, `${name}: ${value}`);
      if (schema.pattern != null) assert.match(String(value), new RegExp(schema.pattern));
    }
  }
  const { job, options } = manifest.contributes.taskDefinitions[0].properties;
  assert.deepEqual([job.enum, options.properties], [[...JOBS], properties], 'tasks take what the setting takes');
});
