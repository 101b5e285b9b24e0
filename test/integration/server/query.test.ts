import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Requests } from '../../../src/protocol/requests.ts';
import type { Failure, ServerEvent } from '../../../src/protocol/server.ts';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const all = { kind: 'all' } as const;

async function opened(t: TestContext): Promise<{ backup: TempBackup; window: ServerWindow }> {
  const backup = new TempBackup(t);
  await backup.jpeg('2019/Lisbon/IMG_20190701_100000.jpg', 1);
  await backup.jpeg('2019/Lisbon/IMG_20190702_100000.jpg', 2);
  await backup.jpeg('2020/Porto/IMG_20200101_100000.jpg', 3);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  return { backup, window };
}

const found = async (window: ServerWindow, query: string, scope: Requests['shape']['params']['scope'] = all) =>
  (await window.ask('shape', { scope, sort: 'newest', query })).ids.length;

test('a query finds within the scope, and what it finds follows marks and albums', { timeout: 60_000 }, async t => {
  const { backup, window } = await opened(t);
  assert.equal(await found(window, 'lisbon'), 2);
  assert.equal(await found(window, 'lisbon', { kind: 'year', year: 2020 }), 0);
  assert.equal(await found(window, 'img_', { kind: 'year', year: 2019 }), 2);
  const { ids } = await window.ask('shape', { scope: all, sort: 'newest', query: 'porto' });
  await window.ask('mark', { ids: [...ids], flag: 'pick' });
  assert.equal(await found(window, 'flag:pick'), 1);
  assert.deepEqual(await window.ask('counts', { scope: all, query: 'img', each: ['flag:pick', '-flag:pick', 'a:b'] }), [
    1,
    2,
    null,
  ]);

  window.events.length = 0;
  backup.cli('album', backup.root, 'add', 'A "fine" day', '--select', 'lisbon');
  await window.hear((event): event is Extract<ServerEvent, { event: 'changed' }> => event.event === 'changed');
  const albums = await window.ask('values', { field: 'album', text: 'FINE', limit: 10 });
  assert.deepEqual(albums, [{ name: 'A "fine" day', count: 2, query: 'album:="A \\"fine\\" day"' }]);
  assert.equal(await found(window, albums[0]?.query ?? ''), 2);
  assert.deepEqual(await window.ask('values', { field: 'album', text: 'coarse', limit: 10 }), []);
});

test('a query that can’t be understood comes back with its place and what to do', { timeout: 60_000 }, async t => {
  const { window } = await opened(t);
  const failure = await found(window, 'lisbon raitng:>3').then(
    () => assert.fail('it was answered'),
    (error: Failure) => error,
  );
  assert.equal(failure.code, 'bad-query');
  assert.deepEqual(failure.place, { at: 7, length: 9 });
  assert.match(failure.message, /Did you mean rating:>3\?/);
});
