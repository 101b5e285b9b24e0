import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOURCES } from '../../../src/engine/sources/all.ts';
import { STAMPS } from '../../../src/engine/sources/stamps.ts';

test('a source is known to be unchanged by the same before and after it is loaded', () => {
  for (const { kind, stamp } of SOURCES) assert.equal(STAMPS[kind], stamp, kind);
  assert.deepEqual(
    Object.keys(STAMPS).filter(kind => !SOURCES.some(source => source.kind === kind)),
    [],
  );
});
