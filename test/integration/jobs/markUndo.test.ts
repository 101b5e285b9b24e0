/** Marks as changes: taken back one by one, in any order that leaves newer ones alone, for ever. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Marked {
  readonly rating: number;
  readonly flag: string;
  readonly favorite: boolean;
}

async function three(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (let i = 1; i <= 3; i++) await backup.jpeg(`2019/IMG_2019070${i}_100000.jpg`, i);
  backup.cli('index', backup.root);
  return backup;
}

const marks = (backup: TempBackup, query = '*'): readonly string[] =>
  backup
    .list(query)
    .map(line => JSON.parse(line) as Marked)
    .map(({ rating, flag, favorite }) => `${rating} ${flag}${favorite ? ' favorite' : ''}`);

function mark(backup: TempBackup, select: string, ...rest: string[]): string {
  const { status, summary, stderr } = backup.cli('mark', backup.root, '--select', select, '--json', ...rest);
  assert.equal(status, 0, stderr);
  return String(summary.change);
}

const undo = (backup: TempBackup, change?: string) =>
  backup.cli('undo', backup.root, '--json', ...(change == null ? [] : ['--change', change]));

test('the newest first gives back what was there, down to nothing', async t => {
  const backup = await three(t);
  mark(backup, '0701', '--rating', '3', '--flag', 'pick');
  mark(backup, '*', '--rating', '5');
  mark(backup, '0702', '--favorite', 'yes', '--flag', 'reject');
  assert.deepEqual(marks(backup), ['5 pick', '5 reject favorite', '5 none']);
  assert.equal(undo(backup).status, 0);
  assert.deepEqual(marks(backup), ['5 pick', '5 none', '5 none']);
  undo(backup);
  assert.deepEqual(marks(backup), ['3 pick', '0 none', '0 none']);
  undo(backup);
  assert.deepEqual(marks(backup), ['0 none', '0 none', '0 none']);
  const nothing = undo(backup);
  assert.equal(nothing.status, 3);
  assert.match(nothing.stderr, /no change to undo/);
});

test('beneath newer marks only the rest is taken back, and each photo that is left is named', async t => {
  const backup = await three(t);
  const first = mark(backup, '*', '--rating', '2');
  const second = mark(backup, '0702', '--rating', '4');
  const { status, summary, findings } = undo(backup, first);
  assert.equal(status, 1);
  assert.deepEqual([summary.actions, summary.applied, summary.skipped], [3, 2, 1]);
  assert.deepEqual(
    findings('conflict').map(({ path }) => path),
    ['2019/IMG_20190702_100000.jpg'],
  );
  assert.match(String(findings('conflict')[0]?.message), /“4 stars: 1 photo or video”/);
  assert.deepEqual(marks(backup), ['0 none', '4 none', '0 none']);
  undo(backup, second);
  assert.deepEqual(marks(backup), ['0 none', '2 none', '0 none']);
  assert.equal(undo(backup, first).status, 0);
  assert.deepEqual(marks(backup), ['0 none', '0 none', '0 none']);
  assert.match(undo(backup, first).stderr, /was undone before/);
});

test('the same marks again over newer ones do not stand for the older change', async t => {
  const backup = await three(t);
  const first = mark(backup, '0701', '--rating', '3');
  mark(backup, '0701', '--rating', '4');
  mark(backup, '0701', '--rating', '3');
  assert.equal(undo(backup, first).status, 1);
  assert.deepEqual(marks(backup, '0701'), ['3 none']);
});

test('an undo can be undone', async t => {
  const backup = await three(t);
  mark(backup, '0701', '--flag', 'pick');
  const { summary } = undo(backup);
  assert.deepEqual(marks(backup, '0701'), ['0 none']);
  assert.equal(undo(backup, String(summary.change)).status, 0);
  assert.deepEqual(marks(backup, '0701'), ['0 pick']);
});

test('what a file says itself holds again when the mark over it is taken back, here and on another machine', async t => {
  const backup = await three(t);
  backup.write(
    '2019/IMG_20190701_100000.jpg.xmp',
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
     <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`,
  );
  backup.cli('index', backup.root);
  assert.deepEqual(marks(backup, '0701'), ['4 none']);
  mark(backup, '0701', '--rating', '1');
  assert.deepEqual(marks(backup, '0701'), ['1 none']);
  undo(backup);
  assert.deepEqual(marks(backup, '0701'), ['4 none']);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
  backup.cli('index', backup.root);
  assert.deepEqual(marks(backup, '0701'), ['4 none']);
});

test('what was marked before the catalog was deleted can be undone after it', async t => {
  const backup = await three(t);
  mark(backup, '0701', '--rating', '3');
  const second = mark(backup, '*', '--flag', 'pick');
  undo(backup, second);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
  backup.cli('index', backup.root);
  assert.deepEqual(marks(backup), ['3 none', '0 none', '0 none']);
  assert.match(undo(backup, second).stderr, /was undone before/);
  assert.equal(undo(backup).status, 0);
  assert.deepEqual(marks(backup), ['0 none', '0 none', '0 none']);
});

test('a ledger that was lost is written again with its marks and with what undoes them', async t => {
  const backup = await three(t);
  mark(backup, '*', '--rating', '2');
  mark(backup, '0702', '--rating', '4', '--favorite', 'yes');
  fs.rmSync(backup.path('.keepsake/ledger'), { recursive: true });
  backup.cli('index', backup.root);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
  backup.cli('index', backup.root);
  assert.deepEqual(marks(backup), ['2 none', '4 none favorite', '2 none']);
  undo(backup);
  assert.deepEqual(marks(backup), ['2 none', '2 none', '2 none']);
  undo(backup);
  assert.deepEqual(marks(backup), ['0 none', '0 none', '0 none']);
});

test('marks that photos have already are no change', async t => {
  const backup = await three(t);
  const first = mark(backup, '*', '--rating', '2');
  const { summary, status } = backup.cli('mark', backup.root, '--select', '*', '--rating', '2', '--json');
  assert.deepEqual([status, summary.assets, summary.change], [0, 3, undefined]);
  assert.equal(undo(backup).status, 0);
  assert.match(undo(backup, first).stderr, /was undone before/);
});
