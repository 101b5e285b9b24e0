import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEVERITY_OF } from '../../../../src/engine/catalog/findings.ts';
import { problemName } from '../../../../src/extension/words/problem.ts';
import { english } from '../localizer.ts';

test('every code that a job can find has words', () => {
  for (const code of Object.keys(SEVERITY_OF)) assert.notEqual(problemName(code, english), code);
});
