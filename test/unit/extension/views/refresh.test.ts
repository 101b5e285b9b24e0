import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refresh } from '../../../../src/extension/views/refresh.ts';

test('many requests are few acts; one that can’t wait is done at once', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let acts = 0;
  const refresh = new Refresh(() => acts++, 2000);
  refresh.request();
  refresh.request();
  refresh.request();
  assert.equal(acts, 1);
  refresh.now();
  assert.equal(acts, 2);
  t.mock.timers.tick(2000);
  assert.equal(acts, 2, 'what was waiting was done with it');
  refresh.request();
  refresh.request();
  t.mock.timers.tick(2000);
  assert.equal(acts, 4);
  refresh.dispose();
});
