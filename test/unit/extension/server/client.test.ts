import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { ServerClient, type ServerClientOptions } from '../../../../src/extension/server/client.ts';
import { Restarts } from '../../../../src/extension/server/restarts.ts';
import type { ServerEvent } from '../../../../src/protocol/server.ts';

const script = path.join(import.meta.dirname, 'scripted-server.ts');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-client-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const silent = { info() {}, warn() {}, error() {} };

/** A client of real processes, with what it heard and started. */
function start(server: { deathFile?: string; stubborn?: boolean } = {}, change: Partial<ServerClientOptions> = {}) {
  const events: ServerEvent[] = [];
  const children: ChildProcess[] = [];
  const gaveUp = Promise.withResolvers<void>();
  let heard = () => {};
  const client = new ServerClient({
    spawn: () => {
      const child = fork(script, [JSON.stringify(server)], {
        execArgv: [],
        serialization: 'advanced',
        stdio: 'inherit',
      });
      // fork's `stdio` must hold the channel; `inherit` adds it.
      children.push(child);
      return child;
    },
    log: silent,
    restarts: new Restarts({ limit: 3, firstDelay: 5 }),
    onEvent: event => {
      events.push(event);
      heard();
    },
    onGaveUp: gaveUp.resolve,
    ...change,
  });
  /** Resolves with the first event that fits, past or to come. */
  const event = async (fits: (event: ServerEvent) => boolean): Promise<ServerEvent> => {
    for (;;) {
      const found = events.find(fits);
      if (found != null) return found;
      await new Promise<void>(resolve => {
        heard = resolve;
      });
    }
  };
  const logged = (message: string) => event(other => other.event === 'log' && other.message === message);
  return { client, children, events, event, logged, gaveUp: gaveUp.promise };
}

test('a request is answered, with its arrays as they are', async () => {
  const { client } = start();
  await client.open('/photos');
  assert.equal((await client.request('state', null)).root, '/photos');
  const { ids, aspects } = await client.request('shape', { scope: { kind: 'all' }, sort: 'newest' });
  assert.deepEqual([...ids], [7, 8, 9]);
  assert.ok(aspects instanceof Float32Array);
  await client.end();
});

test('a failure comes with its code and its sentence', async () => {
  const { client } = start();
  await assert.rejects(client.request('years', null), { code: 'away', message: 'The drive is away.' });
  await client.end();
});

test('a cancelled request ends at once, and the server is told', async () => {
  const { client, logged } = start();
  await client.request('state', null);
  const cancel = new AbortController();
  const preview = client.request('preview', { id: 1 }, { signal: cancel.signal });
  setTimeout(() => cancel.abort(), 1);
  await assert.rejects(preview, { code: 'cancelled' });
  await logged('cancel 2');
  await assert.rejects(client.request('state', null, { signal: cancel.signal }), { code: 'cancelled' });
  await client.end();
});

test('a request that is not answered is given up, and the server is told', async () => {
  const { client, logged } = start();
  await assert.rejects(client.request('preview', { id: 1 }, { timeout: 20 }), {
    code: 'failed',
    message: /did not answer/,
  });
  await logged('cancel 1');
  await client.end();
});

test('when the server dies, what it was asked fails, and the next one has the same backup open', async () => {
  const { client, children, event, logged } = start();
  await client.open('/photos');
  await client.request('thumbs', { ids: [4, 5] });
  const waiting = client.request('preview', { id: 1 });
  const deadly = client.request('items', { ids: [13] });
  await assert.rejects(deadly, { code: 'failed', message: /stopped before/ });
  await assert.rejects(waiting, { code: 'failed', message: /stopped before/ });
  const state = await client.request('state', null);
  assert.equal(children.length, 2);
  assert.equal(state.root, '/photos');
  assert.equal(state.version, children[1]?.pid);
  const changed = await event(other => other.event === 'changed');
  assert.deepEqual(changed, { event: 'changed', state });
  await logged('thumbs 4 5');
  await client.end();
});

test('a server that is killed comes back by itself, with nothing asked', async () => {
  const { client, children, event } = start();
  await client.open('/photos');
  children[0]?.kill('SIGKILL');
  await event(other => other.event === 'changed');
  assert.equal(children.length, 2);
  await client.end();
});

test('a server that keeps dying is left alone until a restart is asked for', async () => {
  const deathFile = path.join(folder, 'die');
  fs.writeFileSync(deathFile, '');
  const { client, children, gaveUp } = start({ deathFile });
  await assert.rejects(client.open('/photos'), { code: 'failed', message: /keeps stopping/ });
  await gaveUp;
  assert.equal(children.length, 3);
  await assert.rejects(client.request('state', null), { code: 'failed' });
  assert.equal(children.length, 3);
  fs.rmSync(deathFile);
  await client.restart();
  assert.equal((await client.request('state', null)).name, 'Photos');
  await client.end();
});

test('a backup that is opened while the server dies is opened by the next one', async () => {
  const deathFile = path.join(folder, 'once');
  fs.writeFileSync(deathFile, '');
  const { client, children } = start({ deathFile }, { restarts: new Restarts({ limit: 3, firstDelay: 50 }) });
  const opened = client.open('/photos');
  await new Promise(resolve => children[0]?.once('exit', resolve));
  fs.rmSync(deathFile);
  // Asked while no server runs: it waits.
  const state = client.request('state', null);
  assert.equal((await opened).version, children[1]?.pid);
  assert.equal((await state).root, '/photos');
  await client.end();
});

test('a program that can not be started counts as dead', async () => {
  const { client, gaveUp } = start({}, { spawn: () => fork(script, { execPath: path.join(folder, 'no-such-node') }) });
  await assert.rejects(client.request('state', null), { code: 'failed' });
  await gaveUp;
  await client.end();
});

test('the end waits for the process, and nothing is asked after it', async () => {
  const { client, children } = start();
  await client.request('state', null);
  await client.end();
  assert.equal(children[0]?.exitCode, 0);
  await assert.rejects(client.request('state', null), { code: 'cancelled' });
  assert.equal(children.length, 1);
});

test('a restart starts another process with the same backup', async () => {
  const { client, children } = start();
  await client.open('/photos');
  await client.restart();
  const state = await client.request('state', null);
  assert.equal(state.root, '/photos');
  assert.equal(state.version, children[1]?.pid);
  assert.equal(children[0]?.exitCode, 0);
  await client.end();
});
