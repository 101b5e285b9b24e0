import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Restarts } from '../../../../src/extension/server/restarts.ts';

test('each death waits twice as long, and the fifth in three minutes is the last', () => {
  const restarts = new Restarts();
  assert.deepEqual(
    [0, 1, 2, 3, 4].map(second => restarts.died(second * 1000)),
    [250, 500, 1000, 2000, null],
  );
});

test('deaths that are long past do not count', () => {
  const restarts = new Restarts();
  for (let minute = 0; minute < 20; minute++) assert.notEqual(restarts.died(minute * 60_000), null);
});

test('a restart on the word of the person begins anew', () => {
  const restarts = new Restarts({ limit: 2 });
  restarts.died(0);
  restarts.forget();
  assert.equal(restarts.died(1), 250);
});
