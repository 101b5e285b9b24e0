import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { Connection } from '../../../../src/extension/server/connection.ts';

test('a process that does not want to end is made to', async () => {
  const child = fork(path.join(import.meta.dirname, 'scripted-server.ts'), [JSON.stringify({ stubborn: true })], {
    execArgv: [],
    serialization: 'advanced',
  });
  const connection = new Connection(child, () => {});
  await connection.request('state', null);
  await connection.end(50);
  assert.equal(child.signalCode, 'SIGKILL');
  assert.equal(await connection.exited, 'signal SIGKILL');
  await assert.rejects(connection.request('state', null), { code: 'failed' });
});
