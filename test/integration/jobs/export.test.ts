/** Exports of a made Takeout with every known quirk, and of folders, against the truth about them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { sixOf, stateOf, treeOf } from '../../fixtures/exported.ts';
import { makeTakeout, type Takeout, writeTakeoutTree, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { assertTruth, listed } from '../../fixtures/takeoutTruth.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

function made(
  t: TestContext,
  seed: number,
  media = 250,
): { takeout: Takeout; zips: readonly string[]; folder: string } {
  const folder = fs.mkdtempSync(path.join(new TempBackup(t).root, 'takeout-'));
  const takeout = makeTakeout({ seed, language: 'de', style: 'mixed', media });
  return { takeout, zips: writeTakeoutZips(path.join(folder, 'zips'), takeout, 3, seed), folder };
}

for (const metadata of ['embed', 'sidecar', 'none'] as const)
  test(`a Takeout in three zips, --metadata ${metadata}: every photo once, with what its sidecar says, in its albums`, t => {
    // As many as hold every quirk once; with embed each is written by a program of its own.
    const { takeout, zips } = made(t, 1, metadata === 'sidecar' ? 250 : 120);
    checkExport(t, takeout, path.dirname(zips[0]!), metadata);
  });

function checkExport(t: TestContext, takeout: Takeout, source: string, metadata: 'embed' | 'sidecar' | 'none'): void {
  const backup = new TempBackup(t);
  const args = ['export', source, '--to', backup.root, '--metadata', metadata, '--json'];
  const run = backup.cli(...args);
  assert.equal(run.status, 1, run.stderr);
  assert.deepEqual(
    [
      ...new Set(
        run
          .findings()
          .filter(({ severity }) => severity === 'error')
          .map(({ code }) => code),
      ),
    ],
    ['empty'],
  );
  const counts = sixOf(run.summary);
  assert.equal(counts.missing, takeout.missing.length);
  assert.equal(counts.failed, undefined);

  assertTruth(backup, takeout, metadata);
  assert.equal(backup.cli('verify', backup.root).status, 0);

  const before = stateOf(backup);
  const again = backup.cli(...args);
  const { missing = 0, skipped = 0 } = counts;
  assert.deepEqual(sixOf(again.summary), {
    unchanged: Number(run.summary.items) - missing - skipped,
    missing,
    skipped,
  });
  assert.deepEqual(stateOf(backup), before);
  assert.deepEqual(
    again
      .findings()
      .map(({ code }) => code)
      .filter(code => code !== 'name-collision' && code !== 'no-capture-time')
      .sort(),
    run
      .findings()
      .map(({ code }) => code)
      .filter(code => code !== 'name-collision' && code !== 'no-capture-time')
      .sort(),
    'what a source lacks is said at every run',
  );
}

/** The tree; of what has no date the time is the source's, which zips often don't have. */
const dated = (backup: TempBackup): unknown =>
  Object.entries(treeOf(backup.root)).map(([name, text]) =>
    name.startsWith('Unknown date/') ? [name, text.slice(0, 64)] : [name, text],
  );

test('zips and tree give the same backup; from the other form all came before', t => {
  const { takeout, zips, folder } = made(t, 2, 120);
  const tree = path.join(folder, 'tree');
  writeTakeoutTree(tree, { ...takeout, files: takeout.files.filter(({ beside }) => beside == null) });
  const [packed, plain] = [new TempBackup(t), new TempBackup(t)];
  const noBeside = zips.map(String);
  packed.cli('export', ...noBeside, '--to', packed.root);
  plain.cli('export', tree, '--to', plain.root);
  assert.deepEqual(dated(packed), dated(plain));
  assert.ok(Object.keys(treeOf(plain.root)).length > 100);
});

test('a dry run changes nothing, and its plan says what the run then does', t => {
  const { zips } = made(t, 3, 80);
  const backup = new TempBackup(t);
  fs.rmdirSync(backup.root);
  const plan = path.join(backup.cache, 'x.plan.jsonl');
  fs.mkdirSync(backup.cache);
  const dry = backup.cli('export', ...zips, '--to', backup.root, '--dry-run', '--plan', plan, '--json');
  assert.equal(fs.existsSync(backup.root), false);
  assert.equal(dry.summary.plan, plan);
  const actions = fs
    .readFileSync(plan, 'utf8')
    .split('\n')
    .slice(1, -1)
    .map(line => JSON.parse(line) as { action: string; to?: string; instead?: number });
  const run = backup.cli('export', ...zips, '--to', backup.root, '--json');
  assert.deepEqual(sixOf(run.summary), sixOf(dry.summary));
  assert.deepEqual(
    Object.keys(treeOf(backup.root)).sort(),
    actions.flatMap(({ to, instead }) => (to == null || instead != null ? [] : [to])).sort(),
  );
});

test('the plan of a dry run can be read, cut down and applied: the same as the export itself', t => {
  const { zips } = made(t, 4, 60);
  const [planned, exported] = [new TempBackup(t), new TempBackup(t)];
  planned.cli('index', planned.root);
  planned.write('x.txt', 'makes it a backup');
  planned.cli('index', planned.root);
  const plan = path.join(planned.cache, 'x.plan.jsonl');
  const dry = planned.cli('export', ...zips, '--to', planned.root, '--dry-run', '--plan', plan, '--json');
  assert.equal(planned.cli('plan', 'check', plan).status, 0);
  const applied = planned.cli('apply', planned.root, plan, '--json');
  assert.equal(applied.summary.failed, 0, applied.stdout);
  exported.cli('export', ...zips, '--to', exported.root);
  const { 'x.txt': _, ...tree } = treeOf(planned.root);
  assert.deepEqual(Object.keys(tree), Object.keys(treeOf(exported.root)));
  assert.deepEqual(
    listed(planned).map(({ capturedAt, albums, sources }) => ({ capturedAt, albums, sources })),
    listed(exported).map(({ capturedAt, albums, sources }) => ({ capturedAt, albums, sources })),
  );
  const { missing, skipped } = sixOf(dry.summary);
  const again = sixOf(planned.cli('export', ...zips, '--to', planned.root, '--json').summary);
  assert.deepEqual({ ...again, unchanged: 0 }, { unchanged: 0, missing, skipped });
});

test('what is new comes, what was deleted stays away until it is asked for, an undo takes it all back', async t => {
  const source = new TempBackup(t);
  const backup = new TempBackup(t);
  for (let i = 1; i <= 3; i++) await source.jpeg(`DCIM/IMG_2019070${i}_100000.jpg`, i);
  const exported = (...more: string[]) =>
    backup.cli('export', source.path('DCIM'), '--to', backup.root, '--json', ...more);
  assert.deepEqual(sixOf(exported().summary), { copied: 3 });
  assert.deepEqual(
    Object.keys(treeOf(backup.root)),
    [1, 2, 3].map(i => `2019/07/0${i}/IMG_2019070${i}_100000.jpg`),
  );

  // A card is read on: one more, one that is there under another name, one that was moved within the backup.
  await source.jpeg('DCIM/IMG_20190704_100000.jpg', 4);
  fs.copyFileSync(source.path('DCIM/IMG_20190701_100000.jpg'), source.path('DCIM/a copy.jpg'));
  fs.mkdirSync(backup.path('best'));
  fs.renameSync(backup.path('2019/07/02/IMG_20190702_100000.jpg'), backup.path('best/the best.jpg'));
  fs.rmSync(backup.path('2019/07/03/IMG_20190703_100000.jpg'));
  const second = exported();
  assert.deepEqual(sixOf(second.summary), { copied: 1, unchanged: 2, duplicates: 1, skipped: 1 });
  assert.deepEqual(
    second.findings('skipped').map(({ path: where }) => where),
    ['IMG_20190703_100000.jpg'],
  );
  assert.deepEqual(Object.keys(treeOf(backup.root)), [
    '2019/07/01/IMG_20190701_100000.jpg',
    '2019/07/04/IMG_20190704_100000.jpg',
    'best/the best.jpg',
  ]);
  assert.deepEqual(sixOf(exported().summary), { unchanged: 4, skipped: 1 });
  assert.deepEqual(sixOf(exported('--again').summary), { copied: 1, unchanged: 4 });
  assert.deepEqual(
    listed(backup)
      .find(({ path: where }) => where.endsWith('0701_100000.jpg'))
      ?.sources.map(({ path: where }) => where),
    ['IMG_20190701_100000.jpg', 'a copy.jpg'],
  );

  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(
    Object.keys(treeOf(backup.root)).filter(name => name.includes('0703')),
    [],
  );
});

test('a folder with photos that is no backup yet: what it has is not copied again', async t => {
  const source = new TempBackup(t);
  const backup = new TempBackup(t);
  await source.jpeg('a/IMG_20190701_100000.jpg', 1);
  await source.jpeg('a/IMG_20190702_100000.jpg', 2);
  await backup.jpeg('old/scan.jpg', 1);
  const run = backup.cli('export', source.path('a'), '--to', backup.root, '--json');
  assert.deepEqual(sixOf(run.summary), { copied: 1, duplicates: 1 });
  assert.deepEqual(Object.keys(treeOf(backup.root)), ['2019/07/02/IMG_20190702_100000.jpg', 'old/scan.jpg']);
});

test('a damaged file fails, is told of, and comes when the source is whole', t => {
  const backup = new TempBackup(t);
  const { takeout, folder } = made(t, 5, 40);
  const tree = path.join(folder, 'zips');
  const zip = path.join(tree, fs.readdirSync(tree).find(name => name.endsWith('.zip'))!);
  const whole = fs.readFileSync(zip);
  const good = new Set(
    takeout.instances
      .filter(
        ({ photo, sidecar }) => sidecar === 'paired' && !photo.trashed && !photo.locked && photo.albums.size === 0,
      )
      .map(({ directory, files }) => `Takeout/${directory}/${files[0]}`),
  );
  const plain = takeout.files.find(file => good.has(file.path) && file.bytes.length > 0 && whole.includes(file.bytes))!;
  const broken = Buffer.from(whole);
  const at = broken.indexOf(plain.bytes) + plain.bytes.length - 30;
  broken[at] = broken[at]! ^ 1;
  fs.writeFileSync(zip, broken);
  const run = backup.cli('export', tree, '--to', backup.root, '--json');
  assert.equal(run.status, 1);
  assert.ok(Number(run.summary.failed) > 0, JSON.stringify(run.summary));
  sixOf(run.summary);
  assert.ok(run.findings('copy-failed').length > 0);
  fs.writeFileSync(zip, whole);
  const mended = backup.cli('export', tree, '--to', backup.root, '--json');
  assert.equal(mended.summary.failed, 0);
  assert.equal(mended.summary.copied, run.summary.failed);
});

test('what can’t be is refused in words, before anything is changed', async t => {
  const source = new TempBackup(t);
  const backup = new TempBackup(t);
  await source.jpeg('a/1.jpg', 1);
  fs.mkdirSync(source.path('a/inner'));
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [[source.path('a'), '--to', source.path('a/inner')], 3, /lies within the source/],
    [[source.path('nothing'), '--to', backup.root], 3, /isn't there/],
    [[source.path('a'), '--to', backup.root, '--metadata', 'tattoo'], 2, /give embed, sidecar or none/],
    [[source.path('a'), '--to', backup.root, '--layout', '{yeer}'], 2, /\{yeer\}/],
    [
      [source.path('a'), '--to', backup.root, '--from', 'osxphotos'],
      3,
      /neither a Photos library nor a folder that osxphotos/,
    ],
    [[source.path('a'), '--to', backup.root, '--from', 'tape'], 2, /no kind of source/],
    [[source.path('a')], 2, /--to/],
  ];
  for (const [args, status, words] of cases) {
    const run = backup.cli('export', ...args);
    assert.deepEqual([run.status, words.test(run.stderr)], [status, true], `${args.join(' ')}: ${run.stderr}`);
  }
  assert.deepEqual(fs.readdirSync(backup.root), []);
});
