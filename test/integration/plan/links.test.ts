/** Links that plans make: for people who look at a backup in their files, of no photo that is not there. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { NodeFileSystem } from '../../../src/engine/plan/nodeFileSystem.ts';
import { applyIn, type Draft, identify, recordOf, treeOf, undoIn, writePlan } from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Setting {
  readonly backup: TempBackup;
  readonly place: { readonly root: string; readonly cache: string };
  plan(...drafts: Draft[]): string;
}

let plans = 0;

function settingOf(t: TestContext): Setting {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  backup.write('2019/x.jpg', 'x');
  backup.cli('verify', backup.root);
  const id = identify(place);
  return {
    backup,
    place,
    plan: (...drafts) => writePlan(path.join(backup.root, '..', `${++plans}.plan.jsonl`), id, drafts),
  };
}

const link = (to: string, target: string): Draft => ({ action: 'link', path: to, target });

test('a link leads to its photo from wherever it lies, is on no record, and an undo takes it away', async t => {
  const { backup, place, plan } = settingOf(t);
  const recorded = recordOf(place);
  const file = plan(link('Albums/Rome/x.jpg', '2019/x.jpg'), link('x.jpg', '2019/x.jpg'));
  const { counts, errors } = await applyIn(place, file);
  assert.deepEqual([counts.applied, errors], [2, 0]);
  assert.equal(fs.readlinkSync(backup.path('Albums/Rome/x.jpg')), '../../2019/x.jpg');
  assert.equal(fs.readFileSync(backup.path('Albums/Rome/x.jpg'), 'utf8'), 'x');
  assert.equal(fs.readFileSync(backup.path('x.jpg'), 'utf8'), 'x');
  assert.deepEqual(recordOf(place), recorded);
  assert.equal((await applyIn(place, file)).counts.unchanged, 2);
  assert.equal(backup.cli('verify', backup.root).status, 0);

  const undone = await undoIn(place);
  assert.deepEqual([undone.counts.applied, undone.errors], [2, 0]);
  assert.deepEqual(Object.keys(treeOf(place.root)), ['2019/x.jpg']);
  const again = await undoIn(place, String(undone.counts.change));
  assert.deepEqual([again.counts.applied, again.errors], [2, 0]);
  assert.equal(fs.readFileSync(backup.path('Albums/Rome/x.jpg'), 'utf8'), 'x');
});

test('what is there is never replaced, and a link to nothing is not made', async t => {
  const { backup, place, plan } = settingOf(t);
  backup.write('Albums/taken.jpg', 'mine');
  fs.symlinkSync('/etc', backup.path('out'));
  const { counts, findings } = await applyIn(
    place,
    plan(
      link('Albums/taken.jpg', '2019/x.jpg'),
      link('Albums/none.jpg', '2019/none.jpg'),
      link('Albums/folder.jpg', '2019'),
      link('Albums/out.jpg', 'out/passwd'),
      link('out/in.jpg', '2019/x.jpg'),
      link('Albums/good.jpg', '2019/x.jpg'),
    ),
  );
  assert.equal(counts.applied, 1);
  assert.deepEqual(
    findings.map(({ code, path: where }) => [code, where.text]),
    [
      ['name-collision', 'Albums/taken.jpg'],
      ['unsafe-path', 'out/in.jpg'],
      ['missing', 'Albums/none.jpg'],
      ['missing', 'Albums/folder.jpg'],
      ['unsafe-path', 'Albums/out.jpg'],
    ],
  );
  assert.equal(fs.readFileSync(backup.path('Albums/taken.jpg'), 'utf8'), 'mine');
  assert.deepEqual(fs.readdirSync(backup.path('Albums')).sort(), ['good.jpg', 'taken.jpg']);
});

test('an undo leaves what a person has put in the place of a link', async t => {
  const { backup, place, plan } = settingOf(t);
  await applyIn(place, plan(link('Albums/a.jpg', '2019/x.jpg'), link('Albums/b.jpg', '2019/x.jpg')));
  fs.rmSync(backup.path('Albums/a.jpg'));
  backup.write('Albums/a.jpg', 'mine');
  fs.rmSync(backup.path('Albums/b.jpg'));
  const { counts, findings } = await undoIn(place);
  assert.deepEqual(
    findings.map(({ code, path: where }) => [code, where.text]),
    [['conflict', 'Albums/a.jpg']],
  );
  assert.equal(counts.skipped, 1);
  assert.equal(fs.readFileSync(backup.path('Albums/a.jpg'), 'utf8'), 'mine');
});

test('a disk without links says so for each, and the rest goes on', async t => {
  const { backup, place, plan } = settingOf(t);
  class NoLinks extends NodeFileSystem {
    override symlink(): never {
      throw Object.assign(new Error('EPERM: operation not permitted, symlink'), { code: 'EPERM' });
    }
  }
  const { counts, findings } = await applyIn(
    place,
    plan(link('Albums/a.jpg', '2019/x.jpg'), { action: 'copy', text: '<x/>', to: 'a.xmp', mtime: null }),
    { fileSystem: new NoLinks() },
  );
  assert.equal(counts.applied, 1);
  assert.match(findings[0]!.message, /This disk has no links/);
  assert.ok(fs.existsSync(backup.path('a.xmp')));
});
