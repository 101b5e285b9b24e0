import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('albums are made, filled, renamed, emptied and removed; lists and play lists say so', async t => {
  const backup = new TempBackup(t);
  for (let i = 1; i <= 3; i++) await backup.jpeg(`2019/IMG_2019070${i}_100000.jpg`, i);
  backup.cli('index', backup.root);
  const album = (...args: string[]) => backup.cli('album', backup.root, ...args, '--json');
  const albums = (): readonly unknown[] =>
    album('list')
      .lines.filter(({ type }) => type === 'album')
      .map(({ name, assets }) => [name, assets]);
  const inAlbum = (query: string): readonly string[] => backup.list(query).map(line => JSON.parse(line).path);

  assert.equal(album('add', 'Sommer / 2019', '--select', 'day:1,2').summary.assets, 2);
  assert.equal(album('add', 'Best', '--select', 'day:2').summary.assets, 1);
  assert.deepEqual(albums(), [
    ['Best', 1],
    ['Sommer / 2019', 2],
  ]);
  assert.deepEqual(inAlbum('album:sommer'), ['2019/IMG_20190701_100000.jpg', '2019/IMG_20190702_100000.jpg']);
  assert.deepEqual(fs.readdirSync(backup.path('.keepsake/albums')).sort(), ['Best.m3u8', 'Sommer _ 2019.m3u8']);
  assert.equal(
    fs.readFileSync(backup.path('.keepsake/albums/Best.m3u8'), 'utf8'),
    '#EXTM3U\n#PLAYLIST:Best\n../../2019/IMG_20190702_100000.jpg\n',
  );
  assert.equal(album('rename', 'Sommer / 2019', 'Summer').status, 0);
  assert.equal(album('remove', 'Summer', '--select', 'day:1').summary.assets, 1);
  assert.deepEqual(inAlbum('album:summer'), ['2019/IMG_20190702_100000.jpg']);
  assert.equal(album('remove', 'Best').status, 0);
  assert.deepEqual(albums(), [['Summer', 1]]);
  assert.deepEqual(fs.readdirSync(backup.path('.keepsake/albums')), ['Summer.m3u8']);
  const info = backup.cli('info', backup.root, '--json').lines.find(({ type }) => type === 'info');
  assert.equal(info?.albums, 1);
});

test('what can’t be done with an album is said', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  backup.cli('index', backup.root);
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['add', 'X'], 2, /--select/],
    [['remove', 'X'], 3, /There is no album "X"/],
    [['rename', 'X'], 2, /the one that it is to have/],
    [['sort', 'X'], 2, /give make, add, remove, list, rename/],
    [['add', ' ', '--select', '*'], 2, /no name for an album/],
    [['add', 'X', '--select', 'yeer:1'], 2, /there is no field/],
  ];
  for (const [args, status, words] of cases) {
    const run = backup.cli('album', backup.root, ...args);
    assert.deepEqual([run.status, words.test(run.stderr)], [status, true], `${args.join(' ')}: ${run.stderr}`);
  }
});

test('photos that lie in the folder of an album follow its new name by a plan', async t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  for (let i = 1; i <= 3; i++)
    await card.jpeg(`Takeout/Google Photos/${i < 3 ? 'Rom' : 'Photos from 2019'}/IMG_2019070${i}_100000.jpg`, i * 50);
  card.write('Takeout/Google Photos/Rom/metadata.json', JSON.stringify({ title: 'Rom', albumData: { title: 'Rom' } }));
  const args = ['--from', 'google-takeout', '--albums', 'folders', '--to', backup.root, '--json'];
  assert.equal(backup.cli('export', card.root, ...args).summary.copied, 3);
  await backup.jpeg('Albums/Rom/new.jpg', 777);
  backup.cli('index', backup.root);
  backup.cli('album', backup.root, 'add', 'Rom', '--select', 'path:new.jpg');
  const paths = (): readonly string[] =>
    backup
      .list('album:rome')
      .map(line => JSON.parse(line).path)
      .sort();
  const renamed = backup.cli('album', backup.root, 'rename', 'Rom', 'Rome');
  assert.match(
    renamed.stderr,
    /2 photos and videos of it lie in Albums\/Rom, .*To move them to Albums\/Rome there is a plan, .* "keepsake apply"/,
  );
  assert.match(renamed.stderr, /1 photo or video of it in Albums\/Rom can’t be moved .* "keepsake verify"/);
  assert.equal(paths().length, 3);
  const [, plan = ''] = /there is a plan, (\S+\.plan\.jsonl)/.exec(renamed.stderr) ?? [];
  const applied = backup.cli('apply', backup.root, plan, '--json');
  assert.deepEqual([applied.status, applied.summary.applied], [0, 2], applied.stdout);
  assert.deepEqual(paths(), [
    'Albums/Rom/new.jpg',
    'Albums/Rome/IMG_20190701_100000.jpg',
    'Albums/Rome/IMG_20190702_100000.jpg',
  ]);
  assert.equal(backup.cli('undo', backup.root).status, 0);
  backup.cli('index', backup.root);
  assert.ok(paths().every(path => path.startsWith('Albums/Rom/')));
  const { summary } = backup.cli('album', backup.root, 'rename', 'Rome', 'Rom', '--json');
  assert.deepEqual([summary.photos, summary.plan], [undefined, undefined], 'they are there');
});

test('that links of an album stay as they are is said, and what to do', async t => {
  const backup = new TempBackup(t);
  for (let i = 1; i <= 2; i++) await backup.jpeg(`2019/IMG_2019070${i}_100000.jpg`, i);
  backup.cli('index', backup.root);
  const album = (...args: string[]) => backup.cli('album', backup.root, ...args).stderr;
  album('add', 'Rom', '--select', '*');
  assert.doesNotMatch(album('add', 'Rom', '--select', 'day:1'), /link/);
  fs.mkdirSync(backup.path('Albums/Rom'), { recursive: true });
  fs.symlinkSync('../../2019/IMG_20190701_100000.jpg', backup.path('Albums/Rom/IMG_20190701_100000.jpg'));
  assert.doesNotMatch(album('add', 'Rom', '--select', 'day:30'), /link/);
  assert.match(album('remove', 'Rom', '--select', 'day:2'), /Albums\/Rom has 1 link, which stay/);
  assert.match(
    album('rename', 'Rom', 'Rome'),
    /Albums\/Rom still has the 1 link .*rename that folder to Albums\/Rome /,
  );
  fs.renameSync(backup.path('Albums/Rom'), backup.path('Albums/Rome'));
  assert.match(album('remove', 'Rome'), /Its photos stay\. .*Albums\/Rome has 1 link/);
  assert.ok(fs.lstatSync(backup.path('Albums/Rome/IMG_20190701_100000.jpg')).isSymbolicLink());
});

test('names of albums stand in files as keywords only where that is asked for', async t => {
  const backup = new TempBackup(t);
  for (let i = 1; i <= 3; i++) await backup.jpeg(`2019/IMG_2019070${i}_100000.jpg`, i);
  backup.cli('index', backup.root);
  backup.cli('album', backup.root, 'add', 'Rom', '--select', 'day:1,2');
  backup.cli('album', backup.root, 'add', 'Best', '--select', 'day:2');
  const keywords = () => backup.list().map(line => JSON.parse(line).keywords as string[]);
  assert.deepEqual(keywords(), [[], [], []]);
  const edit = (...args: string[]) =>
    backup.cli('edit', backup.root, '--select', '*', '--album-keywords', '--apply', '--json', ...args);
  const { status, summary, stderr } = edit('--set', 'keywords+=trip');
  assert.deepEqual([status, summary.assets], [0, 3], stderr);
  assert.deepEqual(keywords(), [['trip', 'Rom'], ['trip', 'Best', 'Rom'], ['trip']]);
  assert.equal(edit().summary.actions, 0, 'they are there');
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(keywords(), [[], [], []]);
});
