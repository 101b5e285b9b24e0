/** Exports by way of osxphotos, from the command line: what it is asked for, what becomes of files, what is on record. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../../../src/engine/backup/process.ts';
import { sixOf, treeOf } from '../../fixtures/exported.ts';
import { type FakeOrders, installFakeOsxphotos } from '../../fixtures/fakeOsxphotos.ts';
import { type LibraryPhoto, makePhotosLibrary, SCHEMAS, uuidOf } from '../../fixtures/photosLibrary.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { CLI, type CliResult, TempBackup } from '../../fixtures/tempBackup.ts';

const jpg = (serial: number): Buffer => takeoutMedia('jpg', serial);
const photo = (number: number, more: Partial<LibraryPhoto> = {}): LibraryPhoto => ({
  original: `IMG_${String(number).padStart(4, '0')}.JPG`,
  extension: '.jpeg',
  bytes: jpg(number),
  created: `2022-06-0${number}T12:00:00Z`,
  offset: 0,
  ...more,
});

const LIVE = photo(1, {
  original: 'IMG_0001.HEIC',
  extension: '.heic',
  bytes: takeoutMedia('heic', 1),
  live: true,
  adjusted: true,
  beside: { '_3.mov': takeoutMedia('mov', 2) },
  renders: { '_1_201_a.jpeg': jpg(103) },
  title: 'A title',
  caption: 'At the sea',
  keywords: ['sea'],
  albums: ['Summer'],
  people: ['Ada'],
});
const PHOTOS: readonly LibraryPhoto[] = [LIVE, photo(2, { albums: ['Summer'], hidden: true }), photo(3)];

class Setting {
  readonly backup: TempBackup;
  readonly library: string;
  readonly program: string;
  readonly #calls: string;
  readonly #home: string;

  constructor(t: TestContext, photos: readonly LibraryPhoto[] = PHOTOS, orders: FakeOrders = {}) {
    this.backup = new TempBackup(t);
    const outside = new TempBackup(t);
    this.#home = outside.path('bin');
    this.library = makePhotosLibrary(outside.path('Mine.photoslibrary'), SCHEMAS['15'], photos);
    const { program, calls } = installFakeOsxphotos(this.#home, orders);
    this.program = program;
    this.#calls = calls;
  }

  relabel(photos: readonly LibraryPhoto[]): void {
    fs.rmSync(this.library, { recursive: true });
    makePhotosLibrary(this.library, SCHEMAS['15'], photos);
  }

  order(orders: FakeOrders): void {
    installFakeOsxphotos(this.#home, orders);
  }

  /** Once it waits to be ended. @returns number of its process */
  async hangs(): Promise<number> {
    const file = path.join(this.#home, 'hangs');
    while (!fs.existsSync(file) || fs.statSync(file).size === 0) await wait(20);
    return Number(fs.readFileSync(file, 'utf8'));
  }

  get args(): readonly string[] {
    return [
      'export',
      this.library,
      '--from',
      'osxphotos',
      '--to',
      this.backup.root,
      '--osxphotos',
      this.program,
      '--json',
    ];
  }

  export(...more: string[]): CliResult {
    return this.backup.cli(...this.args, ...more);
  }

  get calls(): readonly {
    readonly args: readonly string[];
    readonly uuids: readonly string[];
    readonly cwd: string;
    readonly env: readonly string[];
  }[] {
    if (!fs.existsSync(this.#calls)) return [];
    return fs
      .readFileSync(this.#calls, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
  }

  /** In Keepsake's own folder. */
  kept(folder: 'aside' | 'quarantine'): readonly string[] {
    const top = this.backup.path('.keepsake', folder);
    if (!fs.existsSync(top)) return [];
    return fs
      .readdirSync(top, { recursive: true, encoding: 'utf8' })
      .filter(name => fs.statSync(path.join(top, name)).isFile())
      .map(name => path.join(top, name));
  }
}

test('a first export, and one where nothing is new: osxphotos is then not started', t => {
  const setting = new Setting(t);
  const { backup } = setting;
  const first = setting.export();
  assert.equal(first.status, 0, first.stderr + first.stdout);
  assert.deepEqual(sixOf(first.summary), { copied: 5 });
  assert.equal(typeof first.summary.change, 'string');
  assert.deepEqual(
    Object.keys(treeOf(backup.root)).filter(name => !name.startsWith('.')),
    [
      '2022/06/01/IMG_0001.HEIC',
      '2022/06/01/IMG_0001.mov',
      '2022/06/01/IMG_0001_edited.jpeg',
      '2022/06/02/IMG_0002.JPG',
      '2022/06/03/IMG_0003.JPG',
    ],
  );
  const [live, second] = backup.list().map(line => JSON.parse(line));
  assert.deepEqual(
    [live.title, live.description, live.keywords, live.people, live.albums],
    ['A title', 'At the sea', ['sea'], ['Ada'], ['Summer']],
  );
  assert.equal(live.files.length, 3);
  assert.ok(live.files.every(({ sha256 }: { sha256: unknown }) => typeof sha256 === 'string'));
  assert.deepEqual(second.albums, ['Summer']);
  const original = second.sources.find(({ kind }: { kind: string }) => kind === 'osxphotos');
  assert.equal(original.path, `originals/2/${uuidOf(2)}.jpeg`);
  assert.equal(original.name, 'IMG_0002.JPG');

  const again = setting.export();
  assert.equal(again.status, 0, again.stderr);
  assert.deepEqual(sixOf(again.summary), { unchanged: 5 });
  assert.equal(setting.calls.length, 1);
  // Also where the catalog has forgotten how the last one ended.
  fs.rmSync(backup.cache, { recursive: true });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 5 });
  assert.equal(setting.calls.length, 1);
  const verified = backup.cli('verify', backup.root, '--json');
  assert.equal(verified.status, 0, verified.stdout);
  assert.deepEqual([verified.summary.files, verified.summary.extra, verified.summary.modified], [5, 0, 0]);
});

test('it is started with what is allowed, in an empty folder of ours and a clean environment', t => {
  const setting = new Setting(t);
  const run = setting.export('--osxphotos-flags', '--export-by-date --touch-file --skip-live');
  assert.deepEqual(sixOf(run.summary), { copied: 4 }, run.stdout);
  const [{ args, cwd, env }] = setting.calls as [(typeof setting.calls)[number]];
  assert.deepEqual(args.slice(0, 7), [
    'export',
    setting.backup.root,
    '--library',
    setting.library,
    '--update',
    '--verbose',
    '--no-progress',
  ]);
  assert.deepEqual(args.slice(9), ['--export-by-date', '--touch-file', '--skip-live']);
  assert.ok(!fs.existsSync(cwd), 'its working folder is gone');
  assert.ok(!env.includes('INIT_CWD') && !env.includes('KEEPSAKE_CACHE') && env.includes('HOME'), env.join(' '));
  for (const flags of [
    '--cleanup',
    '--post-command exported "rm {filepath}"',
    '--directory {function:evil.py::f}',
    '--directory ../{created.year}',
    '--filename "{original_name|shell}"',
    '--load-config /tmp/x.toml',
    '--download-missing',
    '--update-errors=1',
    '"--export-by-date',
  ]) {
    const refused = setting.export('--osxphotos-flags', flags);
    assert.equal(refused.status, process.platform === 'darwin' && flags === '--download-missing' ? 0 : 2, flags);
  }
  assert.equal(
    setting.backup.cli('export', setting.library, '--to', setting.backup.root, '--osxphotos', '/x').status,
    2,
  );
});

test('a dry run says what it would be asked for, and changes nothing', t => {
  const setting = new Setting(t, [...PHOTOS, photo(4, { bytes: undefined as never })]);
  const run = setting.export('--dry-run');
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(sixOf(run.summary), { copied: 5, missing: 1 });
  assert.match(
    run.stderr,
    /osxphotos would be started, for 5 photos and videos, with: export .*--uuid-from-file uuids.txt/,
  );
  assert.deepEqual(
    run.findings('online-only').map(({ path }) => path),
    ['IMG_0004.JPG'],
  );
  assert.deepEqual(fs.readdirSync(setting.backup.root), []);
  assert.equal(setting.calls.length, 0);
  setting.export();
  assert.match(setting.export('--dry-run').stderr, /osxphotos would not be started/);
});

test('later it is asked only for what is new or changed; what a person took out or changed stays as it is', t => {
  const setting = new Setting(t, [...PHOTOS, photo(5), photo(6), photo(7)]);
  const { backup } = setting;
  setting.export();
  // Taken out of the backup; edited in Photos; new; written to by another program; changed and accepted.
  fs.rmSync(backup.path('2022/06/03/IMG_0003.JPG'));
  fs.appendFileSync(backup.path('2022/06/06/IMG_0006.JPG'), 'rot');
  fs.appendFileSync(backup.path('2022/06/07/IMG_0007.JPG'), 'mine');
  assert.equal(backup.cli('accept', backup.root, '2022/06/07/IMG_0007.JPG').status, 0);
  const edited = photo(2, { adjusted: true, renders: { '_1_201_a.jpeg': jpg(102) } });
  setting.relabel([LIVE, edited, photo(3), photo(5), photo(6), photo(7), photo(8)]);
  const run = setting.export();
  assert.equal(run.status, 0, run.stderr + run.stdout);
  assert.deepEqual([...(setting.calls[1]?.uuids ?? [])].sort(), [uuidOf(7), uuidOf(2), uuidOf(5)].sort());
  assert.deepEqual(sixOf(run.summary), { copied: 3, unchanged: 6, skipped: 1 });
  assert.deepEqual(
    run.findings('skipped').map(({ path }) => path),
    ['2022/06/03/IMG_0003.JPG', '2022/06/07/IMG_0007.JPG'],
  );
  assert.match(fs.readFileSync(backup.path('2022/06/07/IMG_0007.JPG'), 'latin1'), /mine$/);
  // What it replaced is kept, and comes back.
  const kept = setting.kept('quarantine');
  assert.deepEqual(
    kept.map(file => path.basename(file)),
    ['IMG_0006.JPG'],
  );
  assert.match(fs.readFileSync(kept[0] ?? '', 'latin1'), /rot$/);
  assert.deepEqual(setting.kept('aside'), []);
  assert.match(run.stderr, /1 file that was there has other bytes now, or none, by osxphotos/);
  assert.deepEqual(fs.readFileSync(backup.path('2022/06/06/IMG_0006.JPG')), jpg(6));
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.match(fs.readFileSync(backup.path('2022/06/06/IMG_0006.JPG'), 'latin1'), /rot$/);
  assert.ok(!fs.existsSync(backup.path('2022/06/02/IMG_0002_edited.jpeg')));
  assert.ok(!fs.existsSync(backup.path('2022/06/08/IMG_0008.JPG')));
  // What was taken back stays away until it is wanted again; what is accepted stays as it is.
  assert.equal(backup.cli('accept', backup.root, '2022/06/06/IMG_0006.JPG').status, 0);
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 7, skipped: 3 });
  assert.equal(setting.calls.length, 2);
  assert.deepEqual(sixOf(setting.export('--again').summary), { copied: 3, unchanged: 7 });
  assert.equal(backup.cli('verify', backup.root, '--json').findings('missing').length, 0);
});

test('what a person moved within the backup is not brought a second time', t => {
  const setting = new Setting(t, [photo(1), photo(2)]);
  const { backup } = setting;
  setting.export();
  fs.mkdirSync(backup.path('best'));
  fs.renameSync(backup.path('2022/06/02/IMG_0002.JPG'), backup.path('best/b.jpg'));
  const run = setting.export();
  assert.deepEqual(sixOf(run.summary), { unchanged: 2 }, run.stdout);
  assert.equal(setting.calls.length, 1);
  assert.equal(backup.cli('verify', backup.root, '--json').findings('missing').length, 0);
});

test('missing and failed photos are findings, though osxphotos says that all is well', t => {
  const orders = { fails: ['IMG_0002.JPG'], ignores: ['IMG_0003.JPG'] };
  const setting = new Setting(
    t,
    [...PHOTOS, photo(4, { bytes: undefined as never }), photo(5, { trashed: true })],
    orders,
  );
  const run = setting.export();
  assert.equal(run.status, 1);
  assert.deepEqual(sixOf(run.summary), { copied: 3, skipped: 2, missing: 1, failed: 1 });
  assert.deepEqual(
    run
      .findings()
      .map(({ code, path }) => `${code} ${path}`)
      .sort(),
    ['copy-failed IMG_0002.JPG', 'online-only IMG_0004.JPG', 'skipped IMG_0003.JPG', 'skipped IMG_0005.JPG'],
  );
  assert.match(String(run.findings('copy-failed')[0]?.message), /Input\/output error/);
  assert.match(String(run.findings('online-only')[0]?.message), /Download Originals to this Mac/);
  // What failed is tried again; what it left out for a reason of its own is not, until it changes.
  setting.order({});
  const again = setting.export();
  assert.deepEqual(setting.calls[1]?.uuids, [uuidOf(2)]);
  assert.deepEqual(sixOf(again.summary), { copied: 1, unchanged: 3, skipped: 2, missing: 1 });
  setting.relabel([LIVE, PHOTOS[1]!, photo(3, { bytes: Buffer.concat([jpg(33), Buffer.from('more')]) })]);
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, unchanged: 4 });
});

test('osxphotos dies after it has removed a file: it is back, what had come is on record, and the next run goes on', t => {
  const setting = new Setting(t, [...PHOTOS, photo(4)]);
  const { backup } = setting;
  setting.export();
  for (const name of ['2022/06/02/IMG_0002.JPG', '2022/06/04/IMG_0004.JPG'])
    fs.appendFileSync(backup.path(name), 'rot');
  const rotten = fs.readFileSync(backup.path('2022/06/04/IMG_0004.JPG'));
  setting.order({ diesAfter: 1, exit: 1 });
  const run = setting.export();
  assert.equal(run.status, 3, run.stdout);
  assert.match(run.stderr, /osxphotos ended with exit status 1; the last that it said: .*Exporting IMG_0004.JPG/);
  assert.deepEqual(fs.readFileSync(backup.path('2022/06/04/IMG_0004.JPG')), rotten);
  assert.deepEqual(fs.readFileSync(backup.path('2022/06/02/IMG_0002.JPG')), jpg(2));
  assert.deepEqual(
    setting.kept('quarantine').map(file => path.basename(file)),
    ['IMG_0002.JPG'],
  );
  assert.deepEqual(setting.kept('aside'), []);
  setting.order({});
  assert.deepEqual(sixOf(setting.export().summary), { copied: 1, unchanged: 5 });
  assert.deepEqual(
    setting
      .kept('quarantine')
      .map(file => path.basename(file))
      .sort(),
    ['IMG_0002.JPG', 'IMG_0004.JPG'],
  );
  setting.order({ exit: 1 });
  setting.relabel([...PHOTOS, photo(4), photo(5)]);
  const failed = setting.export();
  assert.equal(failed.status, 3);
  assert.match(failed.stderr, /no such column: ZNOTHING/);
});

for (const signal of ['SIGKILL', 'SIGINT'] as const)
  test(`${signal} while osxphotos works: nothing is lost, and the next run takes on record what had come`, async t => {
    const setting = new Setting(t, [...PHOTOS, photo(4), photo(5)]);
    const { backup } = setting;
    setting.relabel(PHOTOS);
    setting.export();
    fs.appendFileSync(backup.path('2022/06/02/IMG_0002.JPG'), 'rot');
    fs.appendFileSync(backup.path('2022/06/03/IMG_0003.JPG'), 'rot');
    setting.relabel([...PHOTOS, photo(4), photo(5)]);
    setting.order({ hangsAfter: 3 });
    const child = spawn(process.execPath, [CLI, ...setting.args], { env: backup.environment, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!fs.existsSync(backup.path('2022/06/04/IMG_0004.JPG'))) await wait(20);
    // It then waits for ever.
    await wait(100);
    child.kill(signal);
    const [status] = await ended;
    assert.equal(status, signal === 'SIGINT' ? 130 : null);
    const names = setting.kept(signal === 'SIGINT' ? 'quarantine' : 'aside').map(file => path.basename(file));
    assert.ok(names.includes('IMG_0002.JPG') && names.includes('IMG_0003.JPG'), names.join(' '));
    setting.order({});
    const run = setting.export();
    assert.equal(run.status, 0, run.stderr + run.stdout);
    assert.deepEqual(sixOf(run.summary), { copied: 1, unchanged: 6 });
    assert.deepEqual(setting.calls.at(-1)?.uuids, [uuidOf(5)]);
    assert.deepEqual(setting.kept('aside'), []);
    assert.deepEqual(
      setting
        .kept('quarantine')
        .map(file => path.basename(file))
        .sort(),
      ['IMG_0002.JPG', 'IMG_0003.JPG'],
    );
    // All of it is on record with its checksum, also what came before the end.
    const verified = backup.cli('verify', backup.root, '--json');
    assert.equal(verified.status, 0, verified.stdout);
    assert.deepEqual([verified.summary.files, verified.summary.extra], [7, 0]);
  });

test('osxphotos that goes on after its job was killed is ended by whatever job comes next', async t => {
  const setting = new Setting(t, PHOTOS, { hangsAfter: 1 });
  const { backup } = setting;
  const child = spawn(process.execPath, [CLI, ...setting.args], { env: backup.environment, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await setting.hangs();
  child.kill('SIGKILL');
  await ended;
  const run = backup.cli('index', backup.root, '--json');
  assert.match(run.stderr, /osxphotos was still at work for a run that was killed; it was ended/);
  assert.doesNotMatch(backup.cli('index', backup.root, '--json').stderr, /still at work/);
});

test('a second Ctrl+C ends osxphotos too, where it goes on after the first', async t => {
  const setting = new Setting(t, PHOTOS, { hangsAfter: 1, stubborn: true });
  const { backup } = setting;
  const child = spawn(process.execPath, [CLI, ...setting.args], { env: backup.environment, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const pid = await setting.hangs();
  child.kill('SIGINT');
  await wait(300);
  assert.ok(isAlive(pid, 0) && child.exitCode == null && child.signalCode == null, 'it waits for osxphotos to end');
  child.kill('SIGINT');
  assert.deepEqual(await ended, [null, 'SIGINT']);
  for (let i = 0; i < 250 && isAlive(pid, 0); i++) await wait(20);
  assert.ok(!isAlive(pid, 0));
  assert.equal(backup.cli('index', backup.root).status, 0);
});

test('the working folder of osxphotos, left by a job that was killed, is taken away by the next one', async t => {
  const setting = new Setting(t, PHOTOS, { hangsAfter: 1 });
  const { backup } = setting;
  const temporary = path.join(path.dirname(setting.program), 'tmp');
  fs.mkdirSync(temporary);
  const env = { ...backup.environment, TMPDIR: temporary };
  const child = spawn(process.execPath, [CLI, ...setting.args], { env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const pid = await setting.hangs();
  child.kill('SIGKILL');
  await ended;
  const ours = (): readonly string[] => fs.readdirSync(temporary).filter(name => name.startsWith('keepsake-'));
  assert.match(ours().join(' '), /^keepsake-drive-\S+$/);
  assert.equal(spawnSync(process.execPath, [CLI, 'index', backup.root], { env }).status, 0);
  assert.deepEqual(ours(), []);
  assert.ok(!isAlive(pid, 0));
});

test('while osxphotos works a note says so; where another machine left one nothing is written', async t => {
  const setting = new Setting(t, PHOTOS, { hangsAfter: 1 });
  const { backup } = setting;
  const note = backup.path('.keepsake/driven.json');
  backup.write('mine.jpg', jpg(50));
  backup.cli('index', backup.root);
  const child = spawn(process.execPath, [CLI, ...setting.args], { env: backup.environment, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const pid = await setting.hangs();
  const said = JSON.parse(fs.readFileSync(note, 'utf8'));
  assert.deepEqual([said.program, said.host, said.pid], ['osxphotos', os.hostname(), pid]);
  assert.ok(Date.now() - Date.parse(said.started) < 600_000, said.started);
  child.kill('SIGKILL');
  await ended;
  const elsewhere = { ...said, host: 'attic', machine: 'attic-0123456789abcdef', boot: 'attic 1' };
  fs.writeFileSync(note, JSON.stringify(elsewhere));
  const ledger = (): unknown =>
    fs
      .readdirSync(backup.path('.keepsake/ledger'))
      .map(name => fs.statSync(backup.path('.keepsake/ledger', name)).size);
  const before = ledger();
  for (const args of [
    ['index', backup.root],
    ['verify', backup.root],
    ['undo', backup.root],
    setting.args.slice(0, -1),
  ]) {
    const run = backup.cli(...args, '--json');
    assert.equal(run.status, 3, run.stdout + run.stderr);
    const [busy] = run.findings('busy');
    assert.match(String(busy?.message), /osxphotos.*attic.*delete.*driven\.json/s);
  }
  assert.deepEqual(ledger(), before);
  // To look for what is missing writes nothing.
  assert.notEqual(backup.cli('verify', backup.root, '--quick', '--json').status, 3);
  fs.rmSync(note);
  setting.order({});
  const run = setting.export();
  assert.equal(run.status, 0, run.stderr + run.stdout);
  assert.ok(!fs.existsSync(note), 'it goes when osxphotos has ended');
  // Of this machine, before it was started again.
  fs.writeFileSync(note, JSON.stringify({ ...said, boot: 'earlier', pid: process.pid }));
  assert.equal(backup.cli('index', backup.root).status, 0);
  assert.ok(!fs.existsSync(note));
  for (const text of ['{"program":', '[]', 'x'.repeat(100_000)]) {
    fs.writeFileSync(note, text);
    const odd = backup.cli('index', backup.root, '--json');
    assert.equal(odd.status, 3);
    assert.match(String(odd.findings('busy')[0]?.message), /delete.*driven\.json/s);
  }
});

test('a file of a person’s that has the name of one that osxphotos wants is kept', t => {
  const setting = new Setting(t, [photo(1)]);
  const { backup } = setting;
  setting.export();
  // A film beside it, to which a live video of the same photo would come.
  const film = backup.write('2022/06/01/IMG_0001.mov', takeoutMedia('mov', 77));
  const bytes = fs.readFileSync(film);
  backup.cli('index', backup.root);
  setting.relabel([photo(1, { live: true, beside: { '_3.mov': takeoutMedia('mov', 2) } })]);
  setting.export();
  assert.deepEqual(fs.readFileSync(film), takeoutMedia('mov', 2));
  const [kept = '', ...more] = setting.kept('quarantine');
  assert.deepEqual(fs.readFileSync(kept), bytes);
  assert.deepEqual(more, []);
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(fs.readFileSync(film), bytes);
});

for (const [how, name, sidecar, ...template] of [
  ['with dots in its name', 'St. James Park.JPG', 'St. James Park.JPG.xmp'],
  ['named by a template', 'IMG_0001.JPG', 'of_IMG_0001.JPG.xmp', '--filename', 'of_{original_name}'],
] as const)
  test(`a sidecar of a person’s that has the name of one that osxphotos writes for a new photo is kept: ${how}`, t => {
    const setting = new Setting(t, [photo(1, { original: name })]);
    const { backup } = setting;
    const own = backup.write(`2022/06/01/${sidecar}`, '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- mine --></x:xmpmeta>');
    const bytes = fs.readFileSync(own);
    backup.write('2022/07/Other.xmp', 'beside');
    backup.cli('index', backup.root);
    const flags = ['--export-by-date', '--sidecar', 'xmp', ...template].join(' ');
    const run = setting.export('--osxphotos-flags', flags);
    assert.equal(run.status, 0, run.stderr + run.stdout);
    assert.notDeepEqual(fs.readFileSync(own), bytes);
    const [kept = '', ...more] = setting.kept('quarantine');
    assert.deepEqual([fs.readFileSync(kept), more, setting.kept('aside')], [bytes, [], []]);
    assert.equal(backup.cli('undo', backup.root).status, 0);
    assert.deepEqual(fs.readFileSync(own), bytes);
  });

test('an osxphotos that puts videos and RAWs over other files is not started', t => {
  const setting = new Setting(t, PHOTOS, { version: '0.75.2' });
  const { backup } = setting;
  fs.rmdirSync(backup.root);
  const run = setting.export();
  assert.equal(run.status, 3);
  assert.match(run.stderr, /is osxphotos 0\.75\.2, .*Nothing was changed\. Keepsake needs 0\.75\.3 or later/);
  assert.deepEqual([fs.existsSync(backup.root), setting.calls], [false, []]);
  setting.order({ version: '' });
  assert.match(setting.export().stderr, /doesn’t say which version/);
  setting.order({ version: '0.75.3' });
  assert.equal(setting.export().status, 0);
  // Where there is nothing to do it isn't asked.
  setting.order({ version: '0.60.6' });
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 5 });
});

test('what osxphotos could not get is asked for again, though nothing has changed', t => {
  const absent = photo(1, { live: true });
  const setting = new Setting(t, [absent, photo(2)], { ignores: ['IMG_0001.JPG'] });
  const run = setting.export();
  assert.match(String(run.findings('online-only').at(-1)?.message), /asked for again by the next export/);
  setting.order({});
  assert.equal(sixOf(setting.export().summary).copied, 1);
  assert.deepEqual(setting.calls[1]?.uuids, [uuidOf(1)]);
  setting.export();
  assert.equal(setting.calls.length, 2);
});

test('where metadata is written into files, what is said anew of a photo is asked for; else it goes on record only', t => {
  const setting = new Setting(t, [photo(1), photo(2, { title: 'Old' })]);
  const { backup } = setting;
  setting.export();
  setting.relabel([photo(1), photo(2, { title: 'New', albums: ['Later'] })]);
  assert.deepEqual(sixOf(setting.export().summary), { unchanged: 2 });
  assert.equal(setting.calls.length, 1);
  const [, second] = backup.list().map(line => JSON.parse(line));
  assert.deepEqual([second.title, second.albums], ['New', ['Later']]);
  // From now on into the files too: all are asked for, then only what is said anew.
  const flags = ['--osxphotos-flags', '--export-by-date --exiftool'];
  assert.deepEqual(sixOf(setting.export(...flags).summary), { unchanged: 2 });
  assert.deepEqual([...(setting.calls[1]?.uuids ?? [])].sort(), [uuidOf(1), uuidOf(2)].sort());
  setting.relabel([photo(1), photo(2, { title: 'Newer' })]);
  // As it was exported last, without saying so.
  setting.export();
  assert.deepEqual(setting.calls[2]?.uuids, [uuidOf(2)]);
  assert.deepEqual(setting.calls[2]?.args.slice(9), ['--export-by-date', '--exiftool']);
  setting.export();
  assert.equal(setting.calls.length, 3);
});

test('what can’t be is said before anything is made', t => {
  const setting = new Setting(t);
  const { backup } = setting;
  const target = path.join(backup.root, 'new');
  const refused = (args: readonly string[], words: RegExp): void => {
    const run = backup.cli('export', ...args);
    assert.equal(run.status, 3, run.stdout);
    assert.match(run.stderr, words);
    assert.ok(!fs.existsSync(target));
  };
  const from = [setting.library, '--from', 'osxphotos', '--to', target];
  refused([...from, '--osxphotos', '/nowhere/osxphotos'], /no program \/nowhere\/osxphotos/);
  refused([...from, '--osxphotos', setting.program, '--plan', 'x.plan.jsonl'], /makes no plan/);
  refused([...from, '--osxphotos', setting.program, '--layout', '{year}'], /names the folders itself/);
  setting.export();
  const other = setting.export('--osxphotos-flags', '--directory {created.year}');
  assert.equal(other.status, 3);
  assert.match(other.stderr, /was exported by osxphotos with --export-by-date/);
  assert.equal(setting.calls.length, 1);
});

test('without osxphotos on PATH it is said how to get it', t => {
  const setting = new Setting(t);
  const { environment } = setting.backup;
  const args = [CLI, 'export', setting.library, '--from', 'osxphotos', '--to', setting.backup.root];
  const child = spawn(process.execPath, args, { env: { ...environment, PATH: '/nowhere', KEEPSAKE_OSXPHOTOS: '' } });
  let said = '';
  child.stderr.on('data', chunk => {
    said += chunk;
  });
  return once(child, 'exit').then(([status]) => {
    assert.equal(status, 3);
    assert.match(said, /osxphotos isn’t installed, or not on PATH.*pipx install osxphotos/);
  });
});
