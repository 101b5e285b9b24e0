/** Plans applied to real files: what they do, what they refuse, and that they are undone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { temporaryName } from '../../../src/engine/backup/temporaryName.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { NodeFileSystem } from '../../../src/engine/plan/nodeFileSystem.ts';
import {
  applyIn,
  type Draft,
  identify,
  recordOf,
  recoverIn,
  sha256Of,
  treeOf,
  undoIn,
  writePlan,
} from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Setting {
  readonly backup: TempBackup;
  readonly place: { readonly root: string; readonly cache: string };
  readonly source: string;
  plan(...drafts: Draft[]): string;
  copy(name: string, to: string, more?: object): Draft;
}

let plans = 0;

function settingOf(t: TestContext): Setting {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  for (const name of ['a.jpg', 'b.jpg', 'c.mov']) fs.writeFileSync(path.join(source, name), `bytes of ${name}`);
  backup.write('old/x.jpg', 'x');
  backup.write('old/y.jpg', 'y');
  backup.cli('verify', backup.root);
  const id = identify(place);
  return {
    backup,
    place,
    source,
    plan: (...drafts) => writePlan(path.join(source, `${++plans}.plan.jsonl`), id, drafts, [source]),
    copy: (name, to, more = {}) => ({
      action: 'copy',
      from: { source: 0, path: name, size: `bytes of ${name}`.length },
      to,
      mtime: '1962-05-04T03:02:01Z',
      ...more,
    }),
  };
}

const codes = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code);

test('copies, moves and sets aside; the record goes with it; undone, all is as it was', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  const before = treeOf(place.root);
  const recorded = recordOf(place);
  const file = plan(
    copy('a.jpg', '1962/05/04/a.jpg', { asset: 1 }),
    copy('c.mov', '1962/05/04/a.mov', { asset: 1 }),
    { action: 'copy', text: '<x/>', to: '1962/05/04/a.xmp', mtime: null, asset: 1 },
    { action: 'move', from: 'old/x.jpg', to: '2017/07/x.jpg', sha256: sha256Of('x') },
    { action: 'quarantine', path: 'old/y.jpg', sha256: sha256Of('y') },
    { action: 'keep', path: '1962/05/04/a.jpg' },
  );
  const { counts, errors } = await applyIn(place, file);
  assert.deepEqual([counts.applied, counts.skipped, counts.failed, errors], [6, 0, 0, 0]);
  const after = treeOf(place.root);
  assert.deepEqual(Object.keys(after), [
    '.keepsake/quarantine/CHANGE/old/y.jpg',
    '1962/05/04/a.jpg',
    '1962/05/04/a.mov',
    '1962/05/04/a.xmp',
    '2017/07/x.jpg',
  ]);
  assert.equal(
    after['1962/05/04/a.jpg'],
    `${sha256Of('bytes of a.jpg').slice(0, 16)} ${Date.UTC(1962, 4, 4, 3, 2, 1) / 1000}`,
  );
  assert.deepEqual(Object.keys(recordOf(place)), Object.keys(after).slice(1));
  const verified = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verified.status, verified.summary.verified], [0, 4]);

  const again = await applyIn(place, file);
  assert.deepEqual([again.counts.applied, again.counts.unchanged, again.errors], [0, 6, 0]);

  const undone = await undoIn(place);
  assert.deepEqual([undone.counts.applied, undone.counts.skipped], [5, 0]);
  const kept = treeOf(place.root);
  assert.deepEqual(Object.fromEntries(Object.entries(kept).filter(([name]) => !name.startsWith('.keepsake/'))), before);
  // What was copied is set aside, not deleted.
  assert.equal(Object.keys(kept).filter(name => name.startsWith('.keepsake/quarantine/CHANGE/1962/')).length, 3);
  assert.deepEqual(recordOf(place), recorded);
  assert.equal(backup.cli('verify', backup.root, '--json').status, 0);
  await assert.rejects(undoIn(place), { name: 'NothingToUndo' });
});

test('an undo can be undone', async t => {
  const { place, plan, copy } = settingOf(t);
  await applyIn(
    place,
    plan(copy('a.jpg', 'n/a.jpg'), { action: 'quarantine', path: 'old/y.jpg', sha256: sha256Of('y') }),
  );
  const applied = treeOf(place.root);
  const { counts } = await undoIn(place);
  const again = await undoIn(place, String(counts.change));
  assert.deepEqual([again.counts.applied, again.errors], [2, 0]);
  assert.deepEqual(treeOf(place.root), applied);
});

test('nothing that is there is overwritten, and an asset is copied whole or not at all', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  backup.write('n/b.jpg', 'another');
  const { counts, errors, findings } = await applyIn(
    place,
    plan(copy('a.jpg', 'n/a.jpg', { asset: 1 }), copy('b.jpg', 'n/b.jpg', { asset: 1 }), copy('c.mov', 'n/c.mov')),
  );
  assert.deepEqual([counts.applied, counts.skipped, errors], [1, 2, 0]);
  assert.deepEqual(codes(findings), ['name-collision', 'name-collision']);
  assert.equal(fs.readFileSync(backup.path('n/b.jpg'), 'utf8'), 'another');
  assert.deepEqual(fs.readdirSync(backup.path('n')).sort(), ['b.jpg', 'c.mov']);
});

test('bytes that are there already are not copied again', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  backup.write('n/a.jpg', 'bytes of a.jpg');
  const { counts, errors } = await applyIn(place, plan(copy('a.jpg', 'n/a.jpg')));
  assert.deepEqual([counts.applied, counts.unchanged, errors], [0, 1, 0]);
  await assert.rejects(undoIn(place), { name: 'NothingToUndo' });
  assert.ok(fs.existsSync(backup.path('n/a.jpg')));
});

test('a source that is short, long, gone, rotten or a link is a finding, and the others go on', async t => {
  const { backup, place, source, plan, copy } = settingOf(t);
  fs.writeFileSync(path.join(source, 'a.jpg'), 'short');
  fs.writeFileSync(path.join(source, 'b.jpg'), 'bytes of b.jpX');
  fs.symlinkSync('/etc/passwd', path.join(source, 'link.jpg'));
  const { counts, errors, findings } = await applyIn(
    place,
    plan(
      copy('a.jpg', 'n/a.jpg'),
      copy('b.jpg', 'n/b.jpg', { from: { source: 0, path: 'b.jpg', size: 14, sha256: sha256Of('bytes of b.jpg') } }),
      copy('gone.jpg', 'n/gone.jpg'),
      copy('link.jpg', 'n/link.jpg'),
      copy('c.mov', 'n/c.mov'),
    ),
  );
  assert.deepEqual([counts.applied, Number(counts.failed) + Number(counts.skipped), errors], [1, 4, 4]);
  assert.deepEqual(codes(findings), ['copy-failed', 'copy-failed', 'copy-failed', 'unsafe-path']);
  assert.deepEqual(fs.readdirSync(backup.path('n')), ['c.mov']);
});

test('what was changed since the plan was made is left alone', async t => {
  const { backup, place, plan } = settingOf(t);
  backup.write('old/x.jpg', 'edited', 1_600_000_000);
  const file = plan(
    { action: 'move', from: 'old/x.jpg', to: 'n/x.jpg', sha256: sha256Of('x') },
    { action: 'quarantine', path: 'old/y.jpg', sha256: sha256Of('z') },
    // The bytes are the plan's, but not those on record: moving them would accept them by the way.
    { action: 'move', from: 'old/x.jpg', to: 'n/z.jpg', sha256: sha256Of('edited') },
  );
  const before = treeOf(place.root);
  const { counts, errors, findings } = await applyIn(place, file);
  assert.deepEqual([counts.applied, counts.skipped, errors], [0, 3, 3]);
  assert.deepEqual(codes(findings), ['conflict', 'conflict', 'conflict']);
  assert.deepEqual(treeOf(place.root), before);
});

test('a link among the folders leads nowhere', async t => {
  const { backup, place, source, plan, copy } = settingOf(t);
  fs.symlinkSync(source, backup.path('out'));
  const before = fs.readdirSync(source);
  const { counts, findings } = await applyIn(
    place,
    plan(copy('a.jpg', 'out/new.jpg'), copy('a.jpg', 'out/deep/new.jpg')),
  );
  assert.deepEqual([counts.applied, codes(findings)], [0, ['unsafe-path', 'unsafe-path']]);
  assert.deepEqual(
    fs.readdirSync(source).filter(name => !name.endsWith('.jsonl')),
    before.filter(name => !name.endsWith('.jsonl')),
  );
});

test('a plan for another backup changes nothing', async t => {
  const { place, source, copy } = settingOf(t);
  const file = writePlan(
    path.join(source, 'p.jsonl'),
    '01890000-0000-7000-8000-000000000000',
    [copy('a.jpg', 'n/a.jpg')],
    [source],
  );
  await assert.rejects(applyIn(place, file), { name: 'NotForHere' });
});

test('an undo leaves what was changed since, and takes it back later', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  await applyIn(place, plan(copy('a.jpg', 'n/a.jpg'), copy('b.jpg', 'n/b.jpg')));
  fs.writeFileSync(backup.path('n/a.jpg'), 'edited');
  const first = await undoIn(place);
  assert.deepEqual([first.counts.applied, first.counts.skipped, first.errors], [1, 1, 1]);
  assert.deepEqual(fs.readdirSync(backup.path('n')), ['a.jpg']);
  await assert.rejects(undoIn(place), { name: 'NothingToUndo' });
  fs.writeFileSync(backup.path('n/a.jpg'), 'bytes of a.jpg');
  const change = JSON.parse(
    fs
      .readFileSync(backup.path('.keepsake/ledger', fs.readdirSync(backup.path('.keepsake/ledger'))[0] ?? ''), 'utf8')
      .split('\n')
      .find(line => line.includes('"t":"change"')) ?? '',
  ).id;
  assert.equal((await undoIn(place, change)).counts.applied, 1);
  await assert.rejects(undoIn(place, change), { name: 'NothingToUndo' });
});

test('a plan that was undone, or in part, is applied anew where it does not stand', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  const file = plan(copy('a.jpg', 'n/a.jpg'), copy('b.jpg', 'n/b.jpg'));
  await applyIn(place, file);
  await undoIn(place);
  assert.equal((await applyIn(place, file)).counts.applied, 2);
  fs.writeFileSync(backup.path('n/a.jpg'), 'edited');
  await undoIn(place);
  fs.writeFileSync(backup.path('n/a.jpg'), 'bytes of a.jpg');
  const { counts } = await applyIn(place, file);
  assert.deepEqual([counts.applied, counts.unchanged], [1, 1]);
  assert.deepEqual(fs.readdirSync(backup.path('n')).sort(), ['a.jpg', 'b.jpg']);
});

test('stopped, it leaves nothing half, and goes on where it was', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  const file = plan(
    copy('a.jpg', 'n/a.jpg'),
    // Needs what the one before does: a batch of its own.
    { action: 'move', from: 'n/a.jpg', to: 'm/a.jpg', sha256: sha256Of('bytes of a.jpg') },
    copy('b.jpg', 'n/b.jpg'),
    copy('c.mov', 'n/c.mov'),
  );
  const abort = new AbortController();
  const bytesOf = async ({ from }: { from?: { path: string } | undefined }): Promise<Readable> => {
    if (from?.path === 'c.mov') abort.abort();
    return fs.createReadStream(path.join(backup.root, '..', 'source', from?.path ?? ''));
  };
  await assert.rejects(applyIn(place, file, {}, { bytesOf }, abort.signal), { name: 'Stopped' });
  assert.deepEqual([fs.readdirSync(backup.path('n')), fs.existsSync(backup.path('m/a.jpg'))], [['a.jpg'], false]);
  const { counts, errors, notes } = await applyIn(place, file);
  assert.deepEqual([counts.applied, counts.unchanged, errors, notes], [3, 1, 0, []]);
});

test('what came to a place while the run was broken off is left, told of, and settled when it is moved away', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  // A disk that dies between the intent and the first name.
  class Dying extends NodeFileSystem {
    override link(): never {
      throw Object.assign(new Error('EIO: i/o error, link'), { code: 'EIO' });
    }
  }
  const file = plan(copy('a.jpg', 'n/a.jpg'), copy('b.jpg', 'n/b.jpg'));
  await assert.rejects(
    applyIn(place, file, { fileSystem: new Dying() }),
    /^BrokenOff: The disk reports an error \(EIO\)\. 0 of 2/,
  );
  backup.write('n/a.jpg', 'a stranger');
  const met = await recoverIn(place);
  assert.deepEqual([met.errors, codes(met.findings)], [1, ['conflict']]);
  assert.equal(fs.readFileSync(backup.path('n/a.jpg'), 'utf8'), 'a stranger');
  assert.equal(fs.readFileSync(backup.path('n/b.jpg'), 'utf8'), 'bytes of b.jpg');
  const blocked = await applyIn(place, file);
  assert.deepEqual([blocked.counts.skipped, blocked.counts.unchanged, blocked.errors], [1, 1, 2]);
  fs.renameSync(backup.path('n/a.jpg'), backup.path('n/stranger.jpg'));
  const settled = await recoverIn(place);
  assert.deepEqual([settled.errors, settled.notes.length], [0, 1]);
  assert.deepEqual(fs.readdirSync(backup.path('n')).sort(), ['a.jpg', 'b.jpg', 'stranger.jpg']);
  assert.equal((await applyIn(place, file)).counts.unchanged, 2);
});

test('of a batch whose intent is lost new bytes go, and old ones are kept', async t => {
  const { backup, place } = settingOf(t);
  const [change, batch] = ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-474b-bcce-b302099a8058'];
  const store = Store.open(place.root, { cache: place.cache, create: false });
  store.commit([
    { t: 'change', at: 1, id: change, job: 'edit', title: 'x' },
    { t: 'build', at: 1, change, batch, dirs: ['old'] },
  ]);
  store.close();
  for (const kind of ['tmp', 'from', 'hold'] as const) backup.write(`old/${temporaryName(batch, 1, kind)}`, kind);
  const other = temporaryName('01890a5d-ac96-474b-bcce-b302099a8059', 1, 'tmp');
  backup.write(`old/${other}`, 'of nobody that is known');
  const { findings } = await recoverIn(place);
  assert.deepEqual(codes(findings), ['conflict']);
  assert.deepEqual(fs.readdirSync(backup.path('old')).sort(), [other, 'x.jpg', 'y.jpg']);
  const kept = path.join(backup.path('.keepsake/quarantine', change, 'old'), temporaryName(batch, 1, 'hold'));
  assert.equal(fs.readFileSync(kept, 'utf8'), 'hold');
  assert.deepEqual((await recoverIn(place)).findings, []);
});

test('an undo beneath newer changes says which one is to be undone first, and what it did', async t => {
  const { backup, place, plan, copy } = settingOf(t);
  const sha256 = sha256Of('x');
  const first = await applyIn(
    place,
    plan(copy('a.jpg', 'n/a.jpg'), { action: 'move', from: 'old/x.jpg', to: 'n/x.jpg', sha256 }),
  );
  const second = await applyIn(
    place,
    plan(
      { action: 'move', from: 'n/x.jpg', to: 'm/x.jpg', sha256 },
      { action: 'quarantine', path: 'n/a.jpg', sha256: sha256Of('bytes of a.jpg') },
    ),
  );
  const undone = backup.cli('undo', backup.root, '--change', String(first.counts.change), '--json');
  assert.deepEqual([undone.summary.applied, undone.summary.skipped], [0, 2]);
  for (const { message } of undone.findings())
    assert.match(
      String(message),
      new RegExp(`has changed it since\\. Undo that first \\("keepsake undo --change ${second.counts.change}"\\)`),
    );
  const { stdout } = backup.cli('undo', backup.root, '--change', String(second.counts.change));
  assert.match(stdout, /Took back 2 of 2 actions of “.*”: 2 files are where they were\./);
  const last = backup.cli('undo', backup.root);
  assert.match(last.stdout, /1 file was set aside into \.keepsake\/quarantine, 1 file is where it was\./);
  assert.deepEqual(
    Object.keys(treeOf(place.root)).filter(name => !name.startsWith('.keepsake')),
    ['old/x.jpg', 'old/y.jpg'],
  );
});

for (const isLost of [true, false])
  test(`permission lost ${isLost ? 'for the whole backup: it stops, says how far, and goes on' : 'for one folder: the rest goes on'}`, async t => {
    const { backup, place, plan, copy } = settingOf(t);
    class Refusing extends NodeFileSystem {
      override canWrite(): boolean {
        return !isLost;
      }
      override makeFolder(folder: string): boolean {
        if (folder.endsWith('closed'))
          throw Object.assign(new Error('EACCES: permission denied, mkdir'), { code: 'EACCES' });
        return super.makeFolder(folder);
      }
    }
    const file = plan(copy('a.jpg', 'open/a.jpg'), copy('b.jpg', 'closed/b.jpg'));
    const fileSystem = new Refusing();
    if (isLost) {
      await assert.rejects(
        applyIn(place, file, { fileSystem }),
        /The backup can’t be written any more \(EACCES\)\. \d of 2 actions are applied and safe; .*Check its permissions and apply the plan again/,
      );
    } else {
      const { counts, findings } = await applyIn(place, file, { fileSystem });
      assert.deepEqual([counts.applied, counts.failed, codes(findings)], [1, 1, ['copy-failed']]);
    }
    const { errors } = await applyIn(place, file);
    assert.equal(errors, 0);
    assert.deepEqual(
      fs
        .readdirSync(backup.root, { recursive: true, encoding: 'utf8' })
        .filter(name => /\.(jpg|tmp)$/.test(name))
        .sort(),
      ['closed/b.jpg', 'old/x.jpg', 'old/y.jpg', 'open/a.jpg'],
    );
  });
