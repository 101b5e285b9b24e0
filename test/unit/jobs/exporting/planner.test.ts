import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import type { Finding } from '../../../../src/engine/catalog/findings.ts';
import { AppleProofs } from '../../../../src/engine/jobs/exporting/appleProofs.ts';
import { type BackupState, EMPTY_BACKUP, type Home } from '../../../../src/engine/jobs/exporting/backupState.ts';
import type { ExportChoices } from '../../../../src/engine/jobs/exporting/choices.ts';
import { Planner } from '../../../../src/engine/jobs/exporting/planner.ts';
import { SourceFiles } from '../../../../src/engine/jobs/exporting/sourceBytes.ts';
import { Tally } from '../../../../src/engine/jobs/exporting/tally.ts';
import type { FileFacts, Role } from '../../../../src/engine/media/model.ts';
import type { Action } from '../../../../src/engine/plan/form.ts';
import type { SourceFile, SourceItem } from '../../../../src/engine/sources/source.ts';

const CHOICES: ExportChoices = {
  layout: '{year}/{month}/{day}',
  metadata: 'sidecar',
  locked: false,
  trashed: false,
  again: false,
};
const TAKEN = Date.UTC(2019, 6, 1, 8);
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

function file(path: string, content: string, role: Role = 'original'): SourceFile & { content: string } {
  const bytes = Buffer.from(content);
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    role,
    size: bytes.length,
    mtimeMs: 1_500_000_000_000,
    crc32: crc32(bytes),
    part: 0,
    position: 0,
    onDisk: undefined,
    content,
    open: async () => Readable.from([bytes]),
    head: async () => bytes,
  };
}

/** A photo with a Takeout sidecar; `facts` are what its files say of themselves. */
function item(
  files: readonly SourceFile[],
  more: Partial<SourceItem> & { facts?: Record<string, Partial<FileFacts>>; caption?: string } = {},
): SourceItem {
  const main = files[0]!;
  const directory = main.path.slice(0, Math.max(0, main.path.lastIndexOf('/')));
  const media = files.filter(({ role }) => role !== 'sidecar');
  const json = file(`${main.path}.json`, '{}', 'sidecar');
  const says: FileFacts = {
    v: 1,
    sidecarOf: { form: 'takeout' },
    times: [{ time: { known: 'instant', utcMs: TAKEN }, origin: 'sidecar', tag: 'photoTakenTime' }],
    ...(more.caption != null && { description: { value: more.caption, origin: 'sidecar' } }),
  };
  const members = [...files, json].map(({ name, role }) => ({ name, role }));
  return {
    directory,
    main,
    files: media,
    sidecars: [...files.filter(({ role }) => role === 'sidecar'), json],
    said: new Map<string, FileFacts>([
      [json.name, says],
      ...Object.entries(more.facts ?? {}).map(([name, facts]) => [name, { v: 1, ...facts }] as const),
    ]),
    group: { main: main.name, kind: 'photo', members },
    albums: more.albums ?? [],
    states: more.states ?? {},
    ...(more.raw != null && { raw: more.raw }),
  };
}

const filesOfSource = (): SourceFiles => new SourceFiles(new AppleProofs(() => {}));

async function planned(
  items: readonly SourceItem[],
  state: Partial<BackupState> = {},
  choices: Partial<ExportChoices> = {},
) {
  const findings: Finding[] = [];
  const tally = new Tally();
  const read: string[] = [];
  const planner = new Planner(
    {
      state: { ...EMPTY_BACKUP, ...state },
      hash: async source => {
        read.push(source.path);
        return sha((source as ReturnType<typeof file>).content);
      },
      report: finding => findings.push(finding),
    },
    { ...CHOICES, ...choices },
    tally,
    filesOfSource(),
  );
  const actions: Action[] = [];
  for (const one of items) actions.push(...(await planner.plan(one)));
  actions.push(...planner.rest());
  const { items: all, ...counts } = tally.counts(tally.planned, 0, true);
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  assert.equal(
    all,
    said.reduce((sum, [, count]) => sum + count, 0),
  );
  const brief = actions.map(action =>
    action.action === 'copy'
      ? `${action.from?.path ?? 'xmp'} -> ${action.to}`
      : `${action.action} ${action.action === 'keep' ? action.path : ''}`,
  );
  return { actions, brief, counts: Object.fromEntries(said), findings: findings.map(({ code }) => code), read };
}

const knowledge = (action: Action | undefined): Record<string, unknown> =>
  (action as { keepsake?: Record<string, unknown> } | undefined)?.keepsake ?? {};
const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';
const HOME: Home = { uuid: UUID, main: '2019/07/01/IMG_1.HEIC', role: 'original' };

test('a photo goes with its live half, its edit and its AAE under one stem, what only the sidecar knows beside it', async () => {
  const { brief, counts, actions } = await planned([
    item([
      file('2019/IMG_1.HEIC', 'a'),
      file('2019/IMG_1.MP4', 'b', 'live'),
      file('2019/IMG_1-edited.HEIC', 'c', 'edited'),
      file('2019/IMG_1.AAE', 'd', 'sidecar'),
    ]),
  ]);
  assert.deepEqual(brief, [
    '2019/IMG_1.HEIC -> 2019/07/01/IMG_1.HEIC',
    '2019/IMG_1.MP4 -> 2019/07/01/IMG_1.MP4',
    '2019/IMG_1-edited.HEIC -> 2019/07/01/IMG_1-edited.HEIC',
    '2019/IMG_1.AAE -> 2019/07/01/IMG_1.AAE',
    'xmp -> 2019/07/01/IMG_1.HEIC.xmp',
  ]);
  assert.deepEqual(counts, { copied: 3 });
  assert.equal(new Set(actions.map(({ asset }) => asset)).size, 1);
  assert.ok(actions.every(action => action.action === 'copy' && action.mtime === '2019-07-01T08:00:00.000Z'));
});

test('what the file says of itself is not written beside it', async () => {
  const exif = {
    times: [{ time: { known: 'wall', wallMs: TAKEN + 7_200_000 }, origin: 'exif', tag: 'EXIF:DateTimeOriginal' }],
  } as const;
  const { brief, actions } = await planned([item([file('a/IMG_1.jpg', 'a')], { facts: { 'IMG_1.jpg': exif } })]);
  assert.deepEqual(brief, ['a/IMG_1.jpg -> 2019/07/01/IMG_1.jpg']);
  assert.equal(
    actions[0]?.action === 'copy' && actions[0].mtime,
    '2019-07-01T08:00:00.000Z',
    'the zone is known by the sidecar',
  );
});

test('the copy in an album is a duplicate, and its album comes to the photo', async () => {
  const { brief, counts, actions } = await planned(
    [
      item([file('2019/A.jpg', 'a')]),
      item([file('Rome/A.jpg', 'a')], { albums: ['Rome'] }),
      item([file('Oslo/A.jpg', 'b')]),
    ],
    {},
    { metadata: 'none' },
  );
  assert.deepEqual(brief, [
    '2019/A.jpg -> 2019/07/01/A.jpg',
    'keep 2019/07/01/A.jpg',
    'Oslo/A.jpg -> 2019/07/01/A (2).jpg',
  ]);
  assert.deepEqual(counts, { copied: 2, duplicates: 1 });
  assert.deepEqual(knowledge(actions[1]).albums, ['Rome']);
  assert.equal(knowledge(actions[1]).uuid, knowledge(actions[0]).uuid);
});

test('nothing is read whole where no other file has its size', async () => {
  const { read } = await planned([item([file('a/A.jpg', 'a')]), item([file('a/B.jpg', 'bb')])]);
  assert.deepEqual(read, []);
});

test('empty files are not duplicates of one another', async () => {
  const { counts } = await planned([item([file('a/A.jpg', '')]), item([file('a/B.jpg', '')])]);
  assert.deepEqual(counts, { copied: 2 });
});

test('what came before is left as it is, and nothing is done', async () => {
  const mapped = () => ({ isThere: true, path: '2019/07/01/IMG_1.HEIC', home: HOME });
  const said = JSON.stringify({
    facts: { times: [{ time: { known: 'instant', utcMs: TAKEN }, origin: 'sidecar', tag: 'photoTakenTime' }] },
  });
  const one = item([file('2019/IMG_1.HEIC', 'a'), file('2019/IMG_1.MP4', 'b', 'live')]);
  assert.deepEqual(await planned([one], { mapped, said: () => said }), {
    actions: [],
    brief: [],
    counts: { unchanged: 2 },
    findings: [],
    read: [],
  });
  const { brief, actions } = await planned([{ ...one, albums: ['Rome'] }], { mapped, said: () => said });
  assert.deepEqual(brief, ['keep 2019/07/01/IMG_1.HEIC']);
  assert.deepEqual(knowledge(actions[0]).albums, ['Rome']);
});

test('a sidecar that says something else than before is kept note of, once, and what all places say settles', async () => {
  const mapped = () => ({ isThere: true, path: '2019/07/01/IMG_1.HEIC', home: HOME });
  const places = [
    item([file('2019/IMG_1.HEIC', 'a')], { caption: 'A day' }),
    item([file('Rome/IMG_1.HEIC', 'a')], { caption: 'Another day', raw: { url: 'x' } }),
  ];
  const first = await planned(places, { mapped });
  assert.deepEqual(first.brief, ['keep 2019/07/01/IMG_1.HEIC']);
  const { said } = knowledge(first.actions[0]) as { said: { facts: { description: { value: string } } } };
  assert.equal(said.facts.description.value, 'A day');
  const second = await planned(places, { mapped, said: () => JSON.stringify(said) });
  assert.deepEqual(second.brief, []);
});

test('what a person took out of the backup is not brought back, but with --again', async () => {
  const mapped = () => ({ isThere: false, path: '2019/07/01/IMG_1.HEIC', home: undefined });
  const one = item([file('2019/IMG_1.HEIC', 'a'), file('2019/IMG_1.MP4', 'b', 'live')]);
  const left = await planned([one], { mapped });
  assert.deepEqual([left.counts, left.brief, left.findings], [{ skipped: 2 }, [], ['skipped', 'skipped']]);
  assert.deepEqual((await planned([one], { mapped }, { again: true })).counts, { copied: 2 });
});

test('an edit that was made since comes to its original', async () => {
  const state: Partial<BackupState> = {
    mapped: ({ name }) =>
      name === 'IMG_1.HEIC' ? { isThere: true, path: 'x', home: { ...HOME, main: 'x/IMG_1 (2).HEIC' } } : undefined,
  };
  const { brief, counts } = await planned(
    [item([file('2019/IMG_1.HEIC', 'a'), file('2019/IMG_1-edited.HEIC', 'c', 'edited')])],
    state,
  );
  assert.deepEqual(brief.slice(0, 1), ['2019/IMG_1-edited.HEIC -> x/IMG_1 (2)-edited.HEIC']);
  assert.deepEqual(counts, { copied: 1, unchanged: 1 });
});

test('bytes that the backup has under another name are not copied', async () => {
  const state: Partial<BackupState> = {
    mayHave: ({ size }) => size === 1,
    twin: async (_file, sha256) => (sha256 === sha('a') ? { path: HOME.main, home: HOME } : undefined),
  };
  const { brief, counts, actions } = await planned(
    [item([file('new/X.jpg', 'a')]), item([file('new/Y.jpg', 'b')])],
    state,
    {
      metadata: 'none',
    },
  );
  assert.deepEqual(brief, [
    'keep 2019/07/01/IMG_1.HEIC',
    'new/Y.jpg -> 2019/07/01/Y.jpg',
    'keep 2019/07/01/IMG_1.HEIC',
  ]);
  assert.deepEqual(counts, { copied: 1, duplicates: 1 });
  assert.deepEqual(
    (knowledge(actions[0]).imported as { path: string; at: string }[]).map(({ path, at }) => [path, at]),
    [['new/X.jpg', HOME.main]],
  );
});

test('trash and locked folder stay out unless they are asked for', async () => {
  const items = [
    item([file('t/A.jpg', 'a')], { states: { trashed: true } }),
    item([file('l/B.jpg', 'b')], { states: { locked: true } }),
    item([file('x/C.jpg', 'c')], { states: { archived: true } }),
  ];
  const { counts, findings, actions } = await planned(items);
  assert.deepEqual([counts, findings], [{ copied: 1, skipped: 2 }, ['skipped', 'skipped']]);
  assert.deepEqual((knowledge(actions[0]).said as { states: string[] }).states, ['archived']);
  assert.deepEqual((await planned(items, {}, { trashed: true, locked: true })).counts, { copied: 3 });
});

test('a name that another has, also on record or in other capitals, becomes another; it is said', async () => {
  const { brief, findings } = await planned(
    [item([file('a/IMG_1.jpg', 'a')])],
    { names: () => ['img_1.JPG'] },
    { metadata: 'none' },
  );
  assert.deepEqual(brief, ['a/IMG_1.jpg -> 2019/07/01/IMG_1 (2).jpg']);
  assert.deepEqual(findings, ['name-collision']);
});

test('what has no time goes to a folder of its own and is told of; a wrong ending is told of', async () => {
  const one = item([file('a/IMG_X.HEIC', 'a')], { facts: { 'IMG_X.HEIC': { fileType: 'JPEG' } } });
  const without = { ...one, said: new Map([...one.said].filter(([name]) => !name.endsWith('.json'))) };
  const { brief, findings } = await planned([without]);
  assert.deepEqual(brief, ['a/IMG_X.HEIC -> Unknown date/IMG_X.HEIC']);
  assert.deepEqual(findings, ['no-capture-time', 'wrong-extension']);
});

test('an item that hostile names make impossible fails, and the rest goes on', async () => {
  const { counts, brief } = await planned(
    [item([file('a/._x.jpg', 'a')]), item([file('a/ok.jpg', 'bb')])],
    {},
    { metadata: 'none' },
  );
  assert.equal(brief.at(-1), 'a/ok.jpg -> 2019/07/01/ok.jpg');
  assert.equal((counts.copied ?? 0) + (counts.failed ?? 0), 2);
});

test('what a source only tells of is missing; photos that it had to leave out failed', () => {
  const tally = new Tally();
  const ports = { state: EMPTY_BACKUP, hash: async () => undefined, report: () => {} };
  const planner = new Planner(ports, CHOICES, tally, filesOfSource());
  planner.finding({ code: 'unmatched-sidecar', path: 'a/X.jpg.json', message: '', missing: true }, 'warning');
  planner.finding({ code: 'unsafe-path', path: '../X.jpg', message: '' }, 'error');
  planner.finding({ code: 'unreadable', path: 'takeout-001.zip', message: '' }, 'error');
  planner.finding({ code: 'link', path: 'a/Y.jpg', message: '' }, 'info');
  // Its sidecar is there, and the photo itself was left out: that is one photo.
  planner.finding({ code: 'bomb', path: 'Takeout/b/Z.jpg', message: '' }, 'error');
  planner.finding(
    { code: 'unmatched-sidecar', path: 'b/Z.jpg.supplemental-metadata.json', message: '', missing: true },
    'warning',
  );
  assert.deepEqual(tally.counts(0, 0, true), {
    items: 4,
    ...{ copied: 0, unchanged: 0, duplicates: 0, skipped: 1, missing: 1, failed: 2 },
  });
});
