/** Another Keepsake backup as a source: its photos come with what it knows of them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { type CliResult, TempBackup } from '../../fixtures/tempBackup.ts';

interface Asset {
  readonly path: string;
  readonly albums: readonly string[];
  readonly rating: number;
  readonly favorite: boolean;
  readonly flag: string;
  readonly description: string | null;
}

const assets = (backup: TempBackup): readonly Asset[] =>
  backup
    .list()
    .map(line => JSON.parse(line) as Asset)
    .map(({ path, albums, rating, favorite, flag, description }) => ({
      path,
      albums,
      rating,
      favorite,
      flag,
      description,
    }));

/** With an album, marks, and words that only its record has. */
async function made(t: TestContext): Promise<TempBackup> {
  const [takeout, from] = [new TempBackup(t), new TempBackup(t)];
  for (const i of [1, 2, 3]) {
    const photo = `Takeout/Google Photos/Photos from 2019/IMG_2019070${i}_100000.jpg`;
    await takeout.jpeg(photo, i * 50);
    const taken = { timestamp: `${1_561_975_200 + (i - 1) * 86_400}` };
    const said = { title: `IMG_2019070${i}_100000.jpg`, description: `At sea ${i}`, photoTakenTime: taken };
    takeout.write(`${photo}.json`, JSON.stringify(said));
  }
  const run = from.cli('export', takeout.root, '--to', from.root, '--metadata', 'none', '--json');
  assert.equal(run.summary.copied, 3, run.stdout);
  from.cli('album', from.root, 'add', 'Rome', '--select', 'day:1');
  from.cli('mark', from.root, '--select', 'day:1', '--rating', '4', '--favorite', 'yes');
  from.cli('mark', from.root, '--select', 'day:2', '--flag', 'pick');
  return from;
}

test('albums, ratings, favourites and words come along; of flags it is said that they don’t', async t => {
  const from = await made(t);
  const to = new TempBackup(t);
  const before = fs.readdirSync(from.path('.keepsake'), { recursive: true }).length;
  const run = to.cli('export', from.root, '--to', to.root, '--metadata', 'none', '--json');
  assert.deepEqual([run.status, run.summary.copied, run.findings('metadata-unread')], [0, 3, []], run.stdout);
  assert.match(String(run.findings('skipped')[0]?.message), /1 of the photos .* picked or rejected: flags stay behind/);
  assert.deepEqual(
    assets(to),
    assets(from).map(asset => ({ ...asset, flag: 'none' })),
  );
  assert.deepEqual(assets(to)[0]?.albums, ['Rome']);
  assert.equal(fs.readdirSync(from.path('.keepsake'), { recursive: true }).length, before, 'nothing is written there');

  const again = (): unknown =>
    to.cli('export', from.root, '--to', to.root, '--metadata', 'none', '--json').summary.unchanged;
  assert.equal(again(), 3);
  // What it knows since comes too.
  from.cli('album', from.root, 'add', 'Rome', '--select', 'day:3');
  assert.equal(again(), 3);
  assert.deepEqual(
    assets(to).map(({ albums }) => albums),
    [['Rome'], [], ['Rome']],
  );
});

test('from another machine, without the snapshot or with a spoiled one, what can’t be told is said', async t => {
  const from = await made(t);
  const snapshot = from.path('.keepsake/catalog.db');
  const elsewhere = (): { readonly run: CliResult; readonly to: TempBackup } => {
    const to = new TempBackup(t);
    return { run: to.cli('export', from.root, '--to', to.root, '--metadata', 'none', '--json'), to };
  };
  // With the snapshot another machine knows what this one does, marks of later too.
  const { run, to } = elsewhere();
  assert.deepEqual([run.summary.copied, run.findings('metadata-unread')], [3, []], run.stdout);
  assert.deepEqual(assets(to)[0]?.albums, ['Rome']);
  for (const spoil of [
    () => fs.writeFileSync(snapshot, 'no database'),
    () => fs.rmSync(snapshot),
    () => fs.symlinkSync('/etc/hostname', snapshot),
  ]) {
    spoil();
    const { run } = elsewhere();
    assert.equal(run.summary.copied, 3, run.stdout + run.stderr);
    assert.match(
      String(run.findings('metadata-unread')[0]?.message),
      /without their albums, ratings and favourites.*keepsake index/,
    );
  }
});
