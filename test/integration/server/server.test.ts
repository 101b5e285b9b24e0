import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ThumbState } from '../../../src/protocol/picture.ts';
import type { ServerEvent } from '../../../src/protocol/server.ts';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

async function backupOf(t: TestContext, count: number): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (let i = 0; i < count; i++)
    await backup.jpeg(
      `photos/IMG_2019${String(1 + (i % 12)).padStart(2, '0')}01_1000${String(i % 60).padStart(2, '0')}.jpg`,
      i + 1,
    );
  await backup.jpeg('photos/undated.jpg', 1_000_000);
  return backup;
}

type Thumb = Extract<ServerEvent, { event: 'thumb' }>;
type Changed = Extract<ServerEvent, { event: 'changed' }>;
const ready = (event: ServerEvent): event is Changed =>
  event.event === 'changed' && event.state.state === 'ready' && event.state.assets > 0;

test('a folder that is no backup yet is said to be none, and appears when it is indexed', {
  timeout: 60_000,
}, async t => {
  const backup = await backupOf(t, 3);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  const state = await window.ask('open', { root: backup.root });
  assert.deepEqual([state.state, state.assets], ['none', 0]);
  assert.deepEqual(await window.ask('years', null), []);
  backup.cli('index', backup.root);
  const { state: after } = await window.hear(ready);
  assert.deepEqual([after.state, after.assets], ['ready', 4]);
});

test('the tree, the shape, the cells and the details agree with one another', { timeout: 60_000 }, async t => {
  const backup = await backupOf(t, 24);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  const state = await window.ask('open', { root: backup.root });
  assert.equal(state.assets, 25);
  const years = await window.ask('years', null);
  assert.deepEqual(
    years.map(({ year, count }) => [year, count]),
    [
      [2019, 24],
      [null, 1],
    ],
  );
  const months = await window.ask('months', { year: 2019 });
  assert.deepEqual(
    months.map(({ month, count }) => [month, count]),
    Array.from({ length: 12 }, (_, i) => [12 - i, 2]),
  );
  assert.deepEqual(await window.ask('days', { year: 2019, month: 3 }), [{ day: 1, count: 2, bytes: months[9]?.bytes }]);

  const newest = await window.ask('shape', { scope: { kind: 'all' }, sort: 'newest' });
  const oldest = await window.ask('shape', { scope: { kind: 'all' }, sort: 'oldest' });
  assert.equal(newest.ids.length, 25);
  assert.equal(newest.days.at(-1), -2147483648, 'the undated are last');
  assert.equal(oldest.days.at(-1), -2147483648, 'whichever way');
  assert.deepEqual([...newest.ids.slice(0, 24)], [...oldest.ids.slice(0, 24)].reverse());
  assert.ok(Math.abs((newest.aspects[0] ?? 0) - 4 / 3) < 1e-6);
  const march = await window.ask('shape', { scope: { kind: 'month', year: 2019, month: 3 }, sort: 'newest' });
  assert.deepEqual([march.ids.length, [...march.counts]], [2, [2]]);
  const byName = await window.ask('shape', { scope: { kind: 'year', year: 2019 }, sort: 'name' });
  assert.deepEqual([[...byName.days], byName.ids.length], [[2147483647], 24]);

  const items = await window.ask('items', { ids: [...march.ids, 999_999] });
  assert.deepEqual(
    items.map(({ capturedAt, kind }) => [capturedAt, kind]),
    [
      ['2019-03-01T10:00:14', 'photo'],
      ['2019-03-01T10:00:02', 'photo'],
    ],
  );
  const one = await window.ask('details', { ids: [items[0]?.id ?? 0] });
  assert.deepEqual(
    one.fields.find(({ id }) => id === 'capturedAt'),
    {
      id: 'capturedAt',
      value: { type: 'time', text: '2019-03-01T10:00:14' },
      origin: 'filename',
      file: items[0]?.name,
    },
  );
  assert.deepEqual(
    one.files.map(({ role, sha256, verifiedAt }) => [role, sha256, verifiedAt]),
    [['original', null, null]],
  );
  const all = await window.ask('details', { ids: [...newest.ids] });
  assert.equal(all.count, 25);
  assert.deepEqual(all.fields.find(({ id }) => id === 'capturedAt')?.value, {
    type: 'differs',
    values: 24,
    missing: 1,
  });
  assert.deepEqual([all.from, all.to], ['2019-01-01T10:00:00', '2019-12-01T10:00:23']);
});

test('thumbnails come for what is wanted, are small, and are kept by content', { timeout: 60_000 }, async t => {
  const backup = await backupOf(t, 6);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  const { caches } = await window.ask('open', { root: backup.root });
  const { ids } = await window.ask('shape', { scope: { kind: 'all' }, sort: 'newest' });
  await window.ask('thumbs', { ids: [...ids] });
  for (const id of ids) {
    const { thumb } = await window.hear(
      (event): event is Extract<ServerEvent, { event: 'thumb' }> => event.event === 'thumb' && event.thumb.id === id,
    );
    assert.equal(thumb.state, 'ready');
    if (thumb.state === 'ready') assert.ok(fs.statSync(path.join(caches.thumbs, thumb.file)).size <= 10_000);
  }
  const preview = await window.ask('preview', { id: ids[0] ?? 0 });
  assert.deepEqual([preview.state, preview.state === 'ready' && preview.width], ['ready', 40]);
});

test('what a job finds is told without being asked, and a problem leads to its photo', { timeout: 60_000 }, async t => {
  const backup = await backupOf(t, 3);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  const before = await window.ask('open', { root: backup.root });
  flipBit(backup.path('photos/IMG_20190201_100001.jpg'), true);
  backup.cli('verify', backup.root);
  const { state } = await window.hear(
    (event): event is Changed => event.event === 'changed' && event.state.problems > before.problems,
  );
  assert.ok(state.version > before.version);
  assert.deepEqual(
    (await window.ask('problemCodes', null)).map(({ code, severity, count }) => [code, severity, count]),
    [
      ['corrupt', 'error', 1],
      ['no-capture-time', 'warning', 1],
    ],
  );
  const [problem] = await window.ask('problems', { code: 'corrupt', limit: 10 });
  assert.deepEqual([problem?.path, problem?.job], ['photos/IMG_20190201_100001.jpg', 'verify']);
  const shape = await window.ask('shape', { scope: { kind: 'problem', code: 'corrupt' }, sort: 'newest' });
  assert.deepEqual([...shape.ids], [problem?.asset]);
  const jobs = await window.ask('jobs', null);
  assert.deepEqual(
    jobs.slice(0, 2).map(({ job, state: how }) => [job, how]),
    [
      ['verify', 'done'],
      ['verify', 'done'],
    ],
  );
});

test('marks are written at once, are in the ledger, and outlive the catalog', { timeout: 60_000 }, async t => {
  const backup = await backupOf(t, 3);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  const { ids } = await window.ask('shape', { scope: { kind: 'all' }, sort: 'newest' });
  await window.ask('mark', { ids: [ids[0] ?? 0, ids[1] ?? 0], rating: 5, flag: 'pick' });
  await window.ask('mark', { ids: [ids[0] ?? 0], favorite: true, rating: 3 });
  await window.end();
  const marked = (): readonly unknown[] =>
    backup.list('flag:pick').map(line => {
      const { rating, favorite } = JSON.parse(line) as { rating: number; favorite: boolean };
      return [rating, favorite];
    });
  assert.deepEqual(marked(), [
    [5, false],
    [3, true],
  ]);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  backup.cli('index', backup.root);
  assert.deepEqual(marked(), [
    [5, false],
    [3, true],
  ]);
});

test('marks are in the history, and are taken back at once; what was marked again since is left and said', {
  timeout: 60_000,
}, async t => {
  const backup = await backupOf(t, 3);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  const { ids } = await window.ask('shape', { scope: { kind: 'all' }, sort: 'newest' });
  const ratings = async () => (await window.ask('items', { ids: [...ids] })).map(({ rating }) => rating);
  assert.deepEqual(await window.ask('history', { limit: 10 }), []);
  await window.ask('mark', { ids: [...ids], rating: 5 });
  await window.ask('mark', { ids: [ids[0] ?? 0], rating: 3 });
  const rows = await window.ask('history', { limit: 10 });
  assert.deepEqual(
    rows.map(({ job, of, count, state }) => [job, of, count, state]),
    [
      ['mark', 'marks', 1, 'stands'],
      ['mark', 'marks', 4, 'stands'],
    ],
  );
  assert.equal((await window.ask('lastChange', null))?.id, rows[0]?.id);
  assert.deepEqual(await window.ask('history', { limit: 10, before: rows[0]?.id ?? '' }), [rows[1]]);

  const older = await window.ask('undoAtOnce', { change: rows[1]?.id ?? '' });
  assert.deepEqual([older.applied, older.skipped, older.newer], [3, 1, '3 stars: 1 photo or video']);
  assert.deepEqual(await ratings(), [3, 0, 0, 0]);
  await window.ask('undoAtOnce', { change: rows[0]?.id ?? '' });
  assert.deepEqual(await ratings(), [5, 0, 0, 0]);
  const states = (await window.ask('history', { limit: 10 })).map(({ job, state }) => `${job} ${state}`);
  assert.deepEqual(states, ['undo stands', 'undo stands', 'mark undone', 'mark partly']);
  await assert.rejects(window.ask('undoAtOnce', { change: rows[0]?.id ?? '' }), { code: 'failed' });
});

test('a request that is wrong, unknown or no longer wanted is answered with a failure', {
  timeout: 60_000,
}, async t => {
  const backup = await backupOf(t, 2);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await assert.rejects(window.ask('years', null), { code: 'not-open' });
  await window.ask('open', { root: backup.root });
  await assert.rejects(window.ask('constructor' as 'years', null), { code: 'bad-request' });
  const { ids } = await window.ask('shape', { scope: { kind: 'all' }, sort: 'newest' });
  const many = window.ask('details', { ids: Array.from({ length: 10_000 }, () => ids[0] ?? 0) });
  window.cancelLast();
  await assert.rejects(many, { code: 'cancelled' });
  assert.equal((await window.ask('years', null)).length, 2);
});

test('the drive goes away and comes back; what is known stays to be looked at', { timeout: 60_000 }, async t => {
  const backup = await backupOf(t, 2);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  fs.renameSync(backup.root, `${backup.root}.away`);
  await window.hear((event): event is Changed => event.event === 'changed' && event.state.state === 'away');
  const { ids } = await window.ask('shape', { scope: { kind: 'all' }, sort: 'newest' });
  assert.equal(ids.length, 3);
  const id = ids[0] ?? 0;
  const preview = await window.ask('preview', { id });
  assert.match(preview.state === 'none' ? preview.why : '', /^The backup is not there: .* is not connected/);
  const thumb = async (): Promise<ThumbState> => {
    window.events.length = 0;
    await window.ask('thumbs', { ids: [id] });
    return (await window.hear((event): event is Thumb => event.event === 'thumb' && event.thumb.id === id)).thumb;
  };
  const away = await thumb();
  assert.match(away.state === 'none' ? away.why : '', /^The backup is not there/);
  window.events.length = 0;
  fs.renameSync(`${backup.root}.away`, backup.root);
  await window.hear(ready);
  assert.equal((await thumb()).state, 'ready', 'that it was away is not remembered of the photo');
  assert.equal((await window.ask('preview', { id })).state, 'ready');
});

test('what a verification finds moved or new waits to be indexed, and the window is told', {
  timeout: 60_000,
}, async t => {
  const backup = await backupOf(t, 3);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  assert.equal((await window.ask('open', { root: backup.root })).unindexed, 0);
  fs.renameSync(backup.path('photos'), backup.path('pictures'));
  backup.write('notes.txt', 'no photo');
  backup.cli('verify', backup.root);
  const waits = (count: number) =>
    window.hear((event): event is Changed => event.event === 'changed' && event.state.unindexed === count);
  await waits(5);
  const before = await window.ask('find', { path: 'photos/undated.jpg' });
  const thumb = async (id: number): Promise<ThumbState> => {
    window.events.length = 0;
    await window.ask('thumbs', { ids: [id] });
    return (await window.hear((event): event is Thumb => event.event === 'thumb' && event.thumb.id === id)).thumb;
  };
  assert.match(JSON.stringify(await thumb(before?.id ?? 0)), /not there any more/);
  backup.cli('index', backup.root);
  window.events.length = 0;
  await waits(0);
  assert.deepEqual(await window.ask('find', { path: 'photos/undated.jpg' }), null);
  const after = await window.ask('find', { path: 'pictures/undated.jpg' });
  assert.equal((await thumb(after?.id ?? 0)).state, 'ready', 'the same content is readable elsewhere');
});
