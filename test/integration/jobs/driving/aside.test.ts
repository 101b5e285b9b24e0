/** What is copied aside while osxphotos works, from the command line: in backups of strangers, after a stop, after a torn append. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type FakeOrders, installFakeOsxphotos } from '../../../fixtures/fakeOsxphotos.ts';
import { makePhotosLibrary, SCHEMAS } from '../../../fixtures/photosLibrary.ts';
import { takeoutMedia } from '../../../fixtures/takeoutMedia.ts';
import { CLI, TempBackup } from '../../../fixtures/tempBackup.ts';

const skip = process.platform === 'win32' && 'osxphotos runs on macOS and Linux';
const ID = '01a201f5-b93b-76cd-9718-c8ec3eecf2b5';
const FIRST = '2022/06/01/IMG_0001.JPG';
const SECOND = '2022/06/02/IMG_0002.JPG';

function exported(t: TestContext) {
  const backup = new TempBackup(t);
  const outside = new TempBackup(t);
  const photos = [1, 2].map(number => ({
    original: `IMG_000${number}.JPG`,
    extension: '.jpeg',
    bytes: takeoutMedia('jpg', number),
    created: `2022-06-0${number}T12:00:00Z`,
    offset: 0,
  }));
  const library = makePhotosLibrary(outside.path('Mine.photoslibrary'), SCHEMAS['15'], photos);
  const order = (orders: FakeOrders): string => installFakeOsxphotos(outside.path('bin'), orders).program;
  const args = ['export', library, '--from', 'osxphotos', '--to', backup.root, '--osxphotos', order({}), '--json'];
  const run = () => backup.cli(...args);
  const first = run();
  assert.equal(first.status, 0, first.stderr + first.stdout);
  return { backup, outside, args, order, run };
}

function filesIn(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

for (const [isReady, where] of [
  [false, ID],
  [true, ID],
  [false, `${ID}/2022`],
  [true, `${ID}/2022`],
] as const)
  test(`a stranger's backup whose aside/${where.replace(ID, 'ID')} leads out of it (${isReady ? 'ready' : 'not ready'}): what lies there stays`, {
    skip,
  }, t => {
    const { backup, outside, run } = exported(t);
    outside.write('home/thesis.odt', 'ten years');
    outside.write('home/deep/letters.txt', 'love');
    const link = backup.path('.keepsake/aside', where);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.writeFileSync(backup.path(`.keepsake/aside/${ID}.json`), `${JSON.stringify({ since: 1, isReady })}\n`);
    fs.symlinkSync(outside.path('home'), link);
    const before = filesIn(backup.root).filter(file => !file.startsWith('.keepsake'));
    const { status, stderr } = run();
    if (where === ID) {
      assert.equal(status, 3, stderr);
      assert.match(stderr, /should be a folder that Keepsake made/);
    }
    assert.deepEqual(filesIn(outside.path('home')), ['deep/letters.txt', 'thesis.odt']);
    assert.deepEqual(
      filesIn(backup.root).filter(file => !file.startsWith('.keepsake')),
      before,
    );
  });

for (const accepts of [false, true])
  test(`SIGKILL while osxphotos works; then a person deletes a file${accepts ? ' and says so' : ''}: nothing comes back without a word`, {
    skip,
  }, async t => {
    const { backup, args, order, run } = exported(t);
    fs.appendFileSync(backup.path(SECOND), 'mine');
    const own = fs.readFileSync(backup.path(SECOND));
    order({ hangsAfter: 0 });
    const child = spawn(process.execPath, [CLI, ...args], { env: backup.environment, stdio: 'ignore' });
    const ended = once(child, 'exit');
    const ready = (): boolean =>
      fs.existsSync(backup.path('.keepsake/aside')) &&
      fs
        .readdirSync(backup.path('.keepsake/aside'))
        .some(
          name =>
            name.endsWith('.json') &&
            fs.readFileSync(backup.path('.keepsake/aside', name), 'utf8').includes('"isReady":true'),
        );
    while (!ready()) await wait(20);
    child.kill('SIGKILL');
    await ended;
    assert.ok(filesIn(backup.path('.keepsake/aside')).some(file => file.endsWith('IMG_0002.JPG')));
    fs.rmSync(backup.path(SECOND), { force: true });
    if (accepts) {
      const accepted = backup.cli('accept', backup.root, SECOND);
      assert.equal(accepted.status, 0, accepted.stderr);
    }
    order({});
    const after = run();
    const told = after.findings('conflict').map(({ path: file }) => file);
    assert.deepEqual(told, accepts ? [] : [SECOND], after.stdout + after.stderr);
    if (accepts) assert.ok(filesIn(backup.path('.keepsake/quarantine')).some(file => file.endsWith('IMG_0002.JPG')));
    else assert.match(after.stdout, /If you deleted it, delete it again/);
    // Its bytes are somewhere, whatever osxphotos made of the path.
    const all = filesIn(backup.root).map(file => fs.readFileSync(backup.path(file)));
    assert.ok(all.some(bytes => bytes.equals(own)));
    assert.deepEqual(filesIn(backup.path('.keepsake/aside')), []);
  });

test('an append that was torn behind its intent is gone on with: old bytes kept, new ones on record, no conflict', {
  skip,
}, t => {
  const { backup, run } = exported(t);
  fs.appendFileSync(backup.path(SECOND), 'mine');
  const own = fs.readFileSync(backup.path(SECOND));
  assert.equal(run().status, 0);
  const [ledger = ''] = filesIn(backup.path('.keepsake/ledger')).map(file => backup.path('.keepsake/ledger', file));
  const lines = fs.readFileSync(ledger, 'utf8').split('\n').filter(Boolean);
  const at = lines.findLastIndex(line => line.includes('"t":"intent"') && line.includes('"do":"quarantine"'));
  assert.ok(at > 0 && at < lines.length - 1);
  const change = /"change":"([^"]+)"/.exec(lines[at] ?? '')?.[1] ?? '';
  const kept = backup.path('.keepsake/quarantine', change, SECOND);
  for (const isKept of [false, true]) {
    fs.writeFileSync(ledger, `${lines.slice(0, at + 1).join('\n')}\n`);
    const copy = backup.path('.keepsake/aside', change, SECOND);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    if (!isKept) fs.renameSync(kept, copy);
    fs.writeFileSync(
      backup.path('.keepsake/aside', `${change}.json`),
      `${JSON.stringify({ since: Date.now() - 60_000, isReady: true })}\n`,
    );
    fs.rmSync(backup.cache, { recursive: true, force: true });
    fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
    for (let i = 0; i < 2; i++) {
      const again = run();
      assert.deepEqual([again.status, again.findings('conflict')], [0, []], again.stdout + again.stderr);
    }
    assert.deepEqual(fs.readFileSync(kept), own);
    assert.deepEqual(filesIn(backup.path('.keepsake/aside')), []);
  }
  assert.equal(backup.cli('undo', '--change', change, backup.root).status, 0);
  assert.deepEqual(fs.readFileSync(backup.path(SECOND)), own);
});

test('a file that osxphotos may replace is online only: it is not started', { skip }, t => {
  const { backup, run } = exported(t);
  fs.writeFileSync(backup.path(FIRST), '');
  fs.truncateSync(backup.path(FIRST), 20_000);
  if (fs.statSync(backup.path(FIRST)).blocks !== 0) return t.skip('this file system has no sparse files');
  const { status, stderr, stdout } = run();
  assert.equal(status, 3, stdout + stderr);
  assert.match(stderr, /IMG_0001\.JPG is online only.*was not started/);
  assert.equal(fs.statSync(backup.path(FIRST)).size, 20_000);
  assert.deepEqual(filesIn(backup.path('.keepsake/aside')), []);
});
