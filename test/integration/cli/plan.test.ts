/** Plans on the command line: looked at, checked, applied, undone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { identify, sha256Of, writePlan } from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a plan is shown, checked, applied and undone', t => {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  backup.write('old/x.jpg', 'x');
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  fs.writeFileSync(path.join(source, 'a.jpg'), 'new bytes');
  const id = identify(place);
  const drafts = [
    { action: 'copy', from: { source: 0, path: 'a.jpg', size: 9 }, to: 'n/a.jpg', mtime: null },
    { action: 'quarantine', path: 'old/x.jpg', sha256: sha256Of('x') },
  ] as const;
  const file = writePlan(path.join(source, 'p.plan.jsonl'), id, drafts, [source]);

  const shown = backup.cli('plan', 'show', file);
  assert.deepEqual(shown.stdout.split('\n'), [
    'copy        a.jpg -> n/a.jpg  (test)',
    'set aside   old/x.jpg  (test)',
    '',
  ]);
  assert.match(shown.stderr, /^A plan of export .*: 2 actions \(1 to copy, 1 to set aside\), 9 B to write\.$/m);
  const lines = backup.cli('plan', 'show', file, '--json').lines.map(({ type }) => type);
  assert.deepEqual(lines, ['plan', 'action', 'action', 'summary']);
  const few = backup.cli('plan', 'show', file, '--json', '--limit', '1');
  assert.deepEqual(
    [few.lines.map(({ type }) => type), few.summary.actions],
    [['plan', 'action', 'summary'], 2],
    'all are counted',
  );
  assert.equal(backup.cli('plan', 'show', file, '--limit', 'few').status, 2);
  const checked = backup.cli('plan', 'check', file, '--json');
  assert.deepEqual([checked.status, checked.summary.actions, checked.summary.copy], [0, 2, 1]);

  const applied = backup.cli('apply', backup.root, file, '--json');
  assert.deepEqual(
    [applied.status, applied.summary.job, applied.summary.applied, applied.summary.bytes],
    [0, 'apply', 2, 9],
  );
  assert.equal(fs.readFileSync(backup.path('n/a.jpg'), 'utf8'), 'new bytes');
  const undone = backup.cli('undo', backup.root, '--change', String(applied.summary.change), '--json');
  assert.deepEqual([undone.status, undone.summary.applied], [0, 2]);
  assert.equal(fs.readFileSync(backup.path('old/x.jpg'), 'utf8'), 'x');
  assert.ok(!fs.existsSync(backup.path('n/a.jpg')));
});

test('what a plan copies and its source has not any more, or otherwise, is told by a check', async t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  for (const name of ['gone', 'other', 'touched', 'whole']) await card.jpeg(`DCIM/${name}.jpg`, name.length * 40);
  const file = path.join(card.root, '..', 'card.plan.jsonl');
  backup.cli('export', card.root, '--to', backup.root, '--dry-run', '--plan', file);
  assert.equal(backup.cli('plan', 'check', file, '--json').status, 0);
  fs.rmSync(card.path('DCIM/gone.jpg'));
  card.write('DCIM/other.jpg', 'other bytes');
  fs.utimesSync(card.path('DCIM/touched.jpg'), 1_600_000_000, 1_600_000_000);
  const checked = backup.cli('plan', 'check', file, '--json');
  assert.deepEqual(
    checked
      .findings()
      .map(({ severity, code, path: where }) => `${severity} ${code} ${where}`)
      .sort(),
    ['error conflict DCIM/other.jpg', 'error source-missing DCIM/gone.jpg', 'warning modified DCIM/touched.jpg'],
  );
  assert.deepEqual([checked.status, checked.summary.faults], [1, 2]);
  const { stdout } = backup.cli('plan', 'check', file);
  assert.match(stdout, /^error {2}source-missing {2}DCIM\/gone\.jpg {2}It is not in the source any more/m);
  assert.doesNotMatch(stdout, /whole\.jpg/);
  assert.equal(backup.cli('plan', 'show', file).status, 0);
  fs.renameSync(card.root, `${card.root}-away`);
  const away = backup.cli('plan', 'check', file, '--json');
  assert.deepEqual(
    [away.status, away.findings().map(({ code, path: where }) => `${code} ${where}`)],
    [1, [`source-missing ${card.root}`]],
  );
});

test('the sources of a plan that no export made are looked at, too', t => {
  const backup = new TempBackup(t);
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  fs.writeFileSync(path.join(source, 'a.jpg'), 'new bytes');
  const drafts = ['a.jpg', 'b.jpg'].map(name => ({
    action: 'copy' as const,
    from: { source: 0, path: name, size: 9 },
    to: `n/${name}`,
    mtime: null,
  }));
  const id = identify({ root: backup.root, cache: backup.cache });
  const file = writePlan(path.join(source, 'p.plan.jsonl'), id, drafts, [source]);
  const { status, stdout } = backup.cli('plan', 'check', file, '--json');
  assert.equal(status, 1);
  assert.match(stdout, /source-missing","path":"b\.jpg/);
  assert.doesNotMatch(stdout, /"path":"a\.jpg/);
});

test('a plan that leads out is refused with its line, and changes nothing', t => {
  const backup = new TempBackup(t);
  backup.write('x.jpg', 'x');
  const id = identify({ root: backup.root, cache: backup.cache });
  const file = path.join(backup.root, '..', 'bad.jsonl');
  const header = { type: 'plan', version: 1, job: 'export', backup: id, created: '2026-11-22T00:00:00Z' };
  const action = { type: 'action', id: 1, action: 'copy', text: 'x', to: '../out.jpg', mtime: null, why: '' };
  fs.writeFileSync(file, `${JSON.stringify(header)}\n${JSON.stringify(action)}\n`);
  const checked = backup.cli('plan', 'check', file, '--json');
  assert.deepEqual([checked.status, checked.findings().map(({ line }) => line)], [1, [2]]);
  const { status, stderr, summary } = backup.cli('apply', backup.root, file, '--json');
  assert.deepEqual([status, summary.failed, summary.applied], [3, true, 0]);
  assert.match(stderr, /line 2: The path in "to" has a part "\.\."/);
  assert.ok(!fs.existsSync(path.join(backup.root, '..', 'out.jpg')));
});

test('a photo that is moved, or set aside and brought back, is the same photo with the same marks', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a/IMG_20190701_100000.jpg', 1);
  await backup.jpeg('b/IMG_20190702_100000.jpg', 2);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const ids = (): Record<string, string> =>
    Object.fromEntries(
      backup
        .list()
        .map(line => JSON.parse(line))
        .map(({ id, path: main, rating }) => [main, `${id} ${rating}`]),
    );
  backup.cli('mark', backup.root, '--select', 'kind:photo', '--rating', '4');
  const before = ids();
  assert.ok(Object.values(before).every(one => one.endsWith(' 4')));
  const id = identify({ root: backup.root, cache: backup.cache });
  const sha256 = (file: string): string => sha256Of(fs.readFileSync(backup.path(file)));
  const plan = writePlan(path.join(backup.root, '..', 'p.plan.jsonl'), id, [
    {
      action: 'move',
      from: 'a/IMG_20190701_100000.jpg',
      to: '2019/07/01/renamed.jpg',
      sha256: sha256('a/IMG_20190701_100000.jpg'),
    },
    { action: 'quarantine', path: 'b/IMG_20190702_100000.jpg', sha256: sha256('b/IMG_20190702_100000.jpg') },
  ]);
  assert.equal(backup.cli('apply', backup.root, plan, '--json').status, 0);
  assert.equal(backup.cli('index', backup.root, '--json').status, 0);
  assert.deepEqual(ids(), { '2019/07/01/renamed.jpg': before['a/IMG_20190701_100000.jpg'] });
  assert.equal(backup.cli('undo', backup.root, '--json').status, 0);
  backup.cli('index', backup.root);
  assert.deepEqual(ids(), before);
  // A catalog that is made anew out of the ledger says the same.
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  backup.cli('index', backup.root);
  assert.deepEqual(ids(), before);
});

test('what was taken back is not listed any more', async t => {
  const backup = new TempBackup(t);
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  await backup.jpeg('../source/IMG_20190701_120000.jpg', 5);
  await backup.jpeg('2018/old.jpg', 6);
  const paths = () => backup.cli('list', backup.root, '--json').lines.map(line => line.path ?? line.assets);
  const file = path.join(source, '..', 'card.plan.jsonl');
  backup.cli('export', source, '--to', backup.root, '--metadata', 'none', '--dry-run', '--plan', file);
  assert.equal(backup.cli('apply', backup.root, file, '--json').summary.copied, 1);
  assert.deepEqual(new Set(paths()), new Set(['2019/07/01/IMG_20190701_120000.jpg', '2018/old.jpg', 2]));
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(paths(), ['2018/old.jpg', 1]);
});

test('what stands in for metadata is counted by itself: neither a file that comes, nor done before', async t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  const photo = 'Takeout/Google Photos/Photos from 2019/IMG_1.jpg';
  await card.jpeg(photo, 5);
  const said = { title: 'IMG_1.jpg', description: 'At sea', photoTakenTime: { timestamp: '1562000000' } };
  card.write(`${photo}.json`, JSON.stringify(said));
  const file = path.join(card.root, '..', 'card.plan.jsonl');
  backup.cli('export', card.root, '--to', backup.root, '--dry-run', '--plan', file);
  const shown = backup.cli('plan', 'show', file);
  assert.match(shown.stdout, /^if need be {2}a text -> .*\.xmp/m);
  assert.match(shown.stderr, /2 actions \(1 to copy, 1 only where metadata can’t be written\)/);
  const { stdout, stderr } = backup.cli('apply', backup.root, file);
  assert.match(stdout + stderr, /Applied 1 of 1 action \(1 photo or video\)/);
  assert.doesNotMatch(stdout + stderr, /done before/);
});
