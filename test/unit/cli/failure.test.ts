import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { messageOf } from '../../../src/cli/failure.ts';

function systemError(code: string, fields: object): Error {
  const error = new Error(`${code}: something raw, open '/photos/.keepsake/lock'`);
  return Object.assign(error, { code, errno: -1, syscall: 'open', path: '/photos/.keepsake/lock', ...fields });
}

/** Every code of this system, but those that say that nothing is wrong. */
const CODES = Object.keys(os.constants.errno);
const SAFE = /No photo was changed|Nothing was changed|photos are only read|was left as it is/;

for (const code of CODES)
  test(`${code}: which file, what was kept safe, what to do, and no raw words`, () => {
    const said = messageOf(systemError(code, {}));
    assert.ok(said.includes('/photos/.keepsake/lock'), said);
    assert.match(said, SAFE);
    assert.match(said, new RegExp(`\\(${code}\\)`));
    assert.doesNotMatch(said, /something raw|undefined|null/);
    assert.match(said, /\. [A-Z][^.]*/, 'more than one sentence');
  });

const CATALOG: readonly (readonly [code: string, words: RegExp])[] = [
  ['SQLITE_FULL', /disk is full.*free there.*in the backup/],
  ['SQLITE_IOERR_WRITE', /reports an error/],
  ['SQLITE_CORRUPT_VTAB', /is damaged.*Delete it/],
  ['SQLITE_NOTADB', /is damaged.*Delete it/],
  ['SQLITE_BUSY_SNAPSHOT', /in use for too long/],
  ['SQLITE_LOCKED', /in use for too long/],
  ['SQLITE_READONLY_DBMOVED', /can't be opened or written/],
  ['SQLITE_CANTOPEN', /can't be opened or written/],
  ['SQLITE_NOMEM', /not enough memory/],
  ['SQLITE_CONSTRAINT_UNIQUE', /only a cache/],
];
for (const [code, words] of CATALOG)
  test(`${code} is said of the catalog`, () => {
    const said = messageOf(Object.assign(new Error('raw'), { code }), { root: '/', catalog: '/tmp/my-catalog.db' });
    assert.match(said, words);
    assert.match(said, /No photo was changed|the backup and its record are not concerned/);
    if (code !== 'SQLITE_NOMEM') assert.ok(said.includes('/tmp/my-catalog.db'), said);
    assert.doesNotMatch(said, /\braw\b/);
  });

test('what nobody expected is said to be so; our own words stay as they are', () => {
  assert.match(messageOf(new TypeError("can't read x of undefined")), /did not expect: can't read x of undefined\./);
  assert.match(messageOf('thrown text'), /did not expect: thrown text\./);
  assert.match(messageOf(undefined), /did not expect/);
  assert.equal(messageOf(new Error('The backup is away.')), 'The backup is away.');
});

test('the file that was to be written is named, not the one beside it', () => {
  const said = messageOf(systemError('ENOSPC', { syscall: 'rename', path: '/b/x.tmp', dest: '/b/x' }));
  assert.match(said, /write \/b\/x\./);
});
