import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shares, untold } from '../../../../src/extension/problems/known.ts';
import type { Problem } from '../../../../src/protocol/problem.ts';

const code = (code: string, count: number) => ({ code, severity: 'error' as const, count });
const problem = (code: string, path: string): Problem => ({
  code,
  path,
  severity: 'error',
  message: '',
  job: 'index',
  at: 0,
});

test('all of the gravest are shown, and of the rest as many as there is room for', () => {
  assert.deepEqual(shares([code('corrupt', 3), code('modified', 20), code('extra', 5)], 10), [
    { code: 'corrupt', limit: 3 },
    { code: 'modified', limit: 7 },
  ]);
  assert.deepEqual(shares([]), []);
});

test('what another told is not told again, nor the same twice', () => {
  const known = [problem('empty', 'a.jpg'), problem('empty', 'a.jpg'), problem('corrupt', 'a.jpg')];
  const codes = (told: (path: string, code: string) => boolean) => untold(known, told).map(({ code }) => code);
  assert.deepEqual(
    codes(() => false),
    ['empty', 'corrupt'],
  );
  assert.deepEqual(
    codes((_path, code) => code === 'empty'),
    ['corrupt'],
  );
});
