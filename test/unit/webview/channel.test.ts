import assert from 'node:assert/strict';
import test from 'node:test';
import type { FromWebview } from '../../../src/protocol/webview.ts';
import { Channel, RequestError } from '../../../src/webview/channel.ts';

function pair() {
  const posted: FromWebview[] = [];
  return { posted, channel: new Channel(message => posted.push(message)) };
}
const failsWith = (code: string) => (error: unknown) => error instanceof RequestError && error.code === code;

test('each reply goes to its own request', async () => {
  const { posted, channel } = pair();
  const first = channel.request('items', { ids: [1] });
  const second = channel.request('thumbs', { ids: [2] });
  const ids = posted.map(message => (message.type === 'request' ? message.id : 0));
  assert.equal(channel.receive({ type: 'reply', id: ids[1]!, result: null }), true);
  assert.equal(channel.receive({ type: 'reply', id: ids[0]!, result: [] }), true);
  assert.equal(await second, null);
  assert.deepEqual(await first, []);
});

test('an error is told in the words of the other side', async () => {
  const { channel } = pair();
  const asked = channel.request('state', null);
  channel.receive({ type: 'reply', id: 1, error: { code: 'away', message: 'The drive is not there' } });
  await assert.rejects(asked, { code: 'away', message: 'The drive is not there' });
});

test('what is aborted is cancelled at the other side; its late reply is dropped', async () => {
  const { posted, channel } = pair();
  const abort = new AbortController();
  const asked = channel.request('preview', { id: 7 }, { signal: abort.signal });
  abort.abort();
  await assert.rejects(asked, failsWith('cancelled'));
  assert.deepEqual(posted.at(-1), { type: 'cancel', id: 1 });
  assert.equal(channel.receive({ type: 'reply', id: 1, result: null }), true);
});

test('what was aborted before is never asked', async () => {
  const { posted, channel } = pair();
  await assert.rejects(channel.request('state', null, { signal: AbortSignal.abort() }), failsWith('cancelled'));
  assert.equal(posted.length, 0);
});

test('what is not answered in time is cancelled', async () => {
  const { posted, channel } = pair();
  await assert.rejects(channel.request('state', null, { timeout: 5 }), failsWith('timeout'));
  assert.deepEqual(posted.at(-1), { type: 'cancel', id: 1 });
});

test('an answered request is not cancelled by a later abort', async () => {
  const { posted, channel } = pair();
  const abort = new AbortController();
  const asked = channel.request('thumbs', { ids: [] }, { signal: abort.signal });
  channel.receive({ type: 'reply', id: 1, result: null });
  await asked;
  abort.abort();
  assert.equal(posted.length, 1);
});

test('other messages are left to others', () => {
  assert.equal(pair().channel.receive({ type: 'selection', ids: [] }), false);
});
