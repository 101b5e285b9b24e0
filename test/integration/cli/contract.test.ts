/** What outside programs rely on: names, fields, exit statuses, where things are printed. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

async function backupOf(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  await backup.jpeg('2019/07/01/IMG_20190701_100000.jpg', 1);
  await backup.jpeg('2020/02/29/IMG_20200229_120000.jpg', 2);
  backup.write(
    '2020/02/29/IMG_20200229_120000.jpg.json',
    JSON.stringify({
      title: 'IMG_20200229_120000.jpg',
      description: 'At the <b>harbour</b>',
      photoTakenTime: { timestamp: '1582977600' },
      geoData: { latitude: 38.7, longitude: -9.4, altitude: 3 },
      people: [{ name: 'Ana' }],
      favorited: true,
    }),
  );
  backup.cli('index', backup.root);
  return backup;
}

test('list prints an asset a line with every field of the contract, and a summary last', async t => {
  const backup = await backupOf(t);
  backup.cli('verify', backup.root);
  const { lines, status } = backup.cli('list', backup.root, '--json');
  assert.equal(status, 0);
  const [first, second] = lines;
  assert.deepEqual(Object.keys(first ?? {}).sort(), [
    'albums',
    'camera',
    'capturedAt',
    'capturedAtOrigin',
    'description',
    'duration',
    'favorite',
    'files',
    'flag',
    'gps',
    'gpsOrigin',
    'height',
    'id',
    'keywords',
    'kind',
    'path',
    'people',
    'rating',
    'sources',
    'title',
    'type',
    'width',
  ]);
  assert.match(String(first?.id), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([first?.capturedAt, first?.capturedAtOrigin, first?.gps], ['2019-07-01T10:00:00', 'filename', null]);
  assert.deepEqual(
    [second?.gps, second?.gpsOrigin, second?.people, second?.favorite, second?.description],
    [{ lat: 38.7, lon: -9.4 }, 'sidecar', ['Ana'], true, 'At the <b>harbour</b>'],
  );
  const files = second?.files as readonly { path: string; role: string; sha256: string }[];
  assert.deepEqual(
    files.map(({ path: at, role }) => [at, role]),
    [
      ['2020/02/29/IMG_20200229_120000.jpg', 'original'],
      ['2020/02/29/IMG_20200229_120000.jpg.json', 'sidecar'],
    ],
  );
  assert.match(files[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.deepEqual([lines.at(-1)?.type, lines.at(-1)?.assets], ['summary', 2]);
});

test('a query chooses, also with a minus and without quotes', async t => {
  const backup = await backupOf(t);
  assert.equal(backup.list('year:2019').length, 1);
  assert.equal(backup.list('-has:gps').length, 1);
  assert.equal(backup.list('harbour', 'person:ana').length, 1);
  assert.equal(backup.list('-harbour', '-year:2019').length, 0);
  assert.equal(backup.cli('list', backup.root, 'yaer:2019').status, 2);
});

test('exit statuses: 0 all well, 1 errors found, 2 usage, 3 could not do it', async t => {
  const backup = await backupOf(t);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  fs.rmSync(backup.path('2019/07/01/IMG_20190701_100000.jpg'));
  assert.equal(backup.cli('verify', backup.root).status, 1);
  for (const args of [
    ['verify'],
    ['verify', backup.root, '--fast'],
    ['prove', backup.root],
    ['accept', backup.root],
    ['verify', backup.root, '--jobs', 'many'],
  ])
    assert.equal(backup.cli(...args).status, 2, args.join(' '));
  assert.equal(backup.cli('verify', path.join(backup.root, 'nowhere')).status, 3);
  assert.equal(backup.cli('list', backup.path('2020')).status, 3);
  for (const args of [['--help'], ['--version'], ['verify', '--help']])
    assert.equal(backup.cli(...args).status, 0, args.join(' '));
});

test('the last line of --json is a summary, whatever happened', async t => {
  const backup = await backupOf(t);
  for (const args of [
    ['verify', backup.root],
    ['verify', '/nowhere'],
    ['list', '/nowhere'],
    ['list', backup.root, 'rating:x'],
    ['index'],
    ['info', backup.root],
    ['undo', backup.root],
  ]) {
    const { lines } = backup.cli(...args, '--json');
    assert.equal(lines.at(-1)?.type, 'summary', args.join(' '));
    assert.equal(lines.at(-1)?.job, args[0]);
  }
});

test('Ctrl+C stops a job with status 130 and a summary that says so', { timeout: 60_000 }, async t => {
  const backup = new TempBackup(t);
  for (let i = 0; i < 400; i++) backup.write(`IMG_${i}.JPG`, Buffer.alloc(1_500_000, i));
  const child = spawn(process.execPath, [CLI, 'verify', backup.root, '--json'], {
    env: backup.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (!out.includes('"phase":"hash"') && chunk.includes('"phase":"hash"')) child.kill('SIGINT');
    out += chunk;
  });
  const status = await new Promise(resolve => child.once('close', resolve));
  const last = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
  assert.deepEqual([status, last.type, last.stopped], [130, 'summary', true]);
  assert.equal(fs.existsSync(backup.path('.keepsake/lock')), false);
});

test('paths are taken from where the person stands', async t => {
  const backup = await backupOf(t);
  assert.equal(backup.cli('verify', '.').status, 0, 'INIT_CWD is the backup here');
  backup.write('2019/07/01/IMG_20190701_100000.jpg', 'changed');
  backup.cli('verify', '.');
  assert.equal(backup.cli('accept', '.', '2019/07/01/IMG_20190701_100000.jpg', '--json').summary.files, 1);
  assert.equal(backup.cli('accept', '.', '../outside.jpg').status, 2);
});

test('another catalog file can be used, and the one in the cache is then left alone', async t => {
  const backup = await backupOf(t);
  const other = path.join(backup.cache, 'other.db');
  assert.equal(backup.cli('index', backup.root, '--catalog', other, '--json').summary.files, 3);
  assert.ok(fs.existsSync(other));
  assert.equal(backup.cli('list', backup.root, '--catalog', other, '--json').lines.length, 3);
});

test('findings name the file from the root of the disk where an editor reads them', async t => {
  const backup = await backupOf(t);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('2019/07/01/IMG_20190701_100000.jpg'));
  const { stdout } = backup.cli('verify', backup.root, '--absolute-paths');
  assert.match(stdout, new RegExp(`^error  missing  ${backup.path('2019/07/01/IMG_20190701_100000.jpg')}  \\S`, 'm'));
});

test('where another package calls, paths are taken from the working folder, not from where its npm stands', async t => {
  const backup = await backupOf(t);
  const { status } = spawnSync(process.execPath, [CLI, 'verify', '.'], {
    cwd: backup.root,
    env: { ...backup.environment, INIT_CWD: '/', npm_package_name: 'another' },
  });
  assert.equal(status, 0);
});

test('--quiet leaves the result; a failure names the job and carries its counts', async t => {
  const backup = await backupOf(t);
  assert.match(backup.cli('verify', backup.root, '--quiet').stdout, /^All well: .*\n$/);
  const failed = backup.cli('verify', '/nowhere', '--json').summary;
  assert.deepEqual([failed.failed, failed.files, failed.corrupt], [true, 0, 0]);
  assert.match(backup.cli('verify', '/nowhere').stdout, /^Could not verify \/nowhere\.$/m);
});

test('a job whose reader goes away goes on and keeps its exit status', async t => {
  const backup = await backupOf(t);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('2019/07/01/IMG_20190701_100000.jpg'));
  for (let i = 0; i < 300; i++) backup.write(`new/IMG_${i}.JPG`, `photo ${i}`);
  const child = spawn(process.execPath, [CLI, 'verify', backup.root, '--json'], {
    env: backup.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.destroy();
  assert.equal(await new Promise(resolve => child.once('exit', resolve)), 1);
  const again = backup.cli('verify', backup.root, '--json').summary;
  assert.deepEqual([again.extra, again.missing], [0, 1], 'all was recorded');
});
