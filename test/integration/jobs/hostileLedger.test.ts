/** A backup may carry a ledger that somebody else wrote, with lines that are whole and name what is not theirs. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { encodeLine } from '../../../src/engine/ledger/line.ts';
import { GREATEST_N, LedgerRecord, Order } from '../../../src/engine/ledger/record.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const SHA = '0'.repeat(64);
const ID = '019f0000-0000-7000-8000-000000000001';

async function verified(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  return backup;
}

function addLine(backup: TempBackup, line: object): void {
  fs.appendFileSync(backup.path('.keepsake/ledger/other-00000000.jsonl'), `${encodeLine(line)}\n`);
}

test('the greatest number that a line can have stops no later writing', async t => {
  const backup = await verified(t);
  addLine(backup, { t: 'marks', at: 1, assets: [], n: GREATEST_N });
  for (const seed of [2, 3]) {
    await backup.jpeg(`${seed}.jpg`, seed);
    const { status, stderr } = backup.cli('verify', backup.root);
    assert.equal(status, 0, stderr);
  }
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  const { status, stdout } = backup.cli('verify', backup.root, '--json');
  assert.equal(status, 0, stdout);
  assert.equal(Order.safeParse({ n: GREATEST_N + 1 }).success, false);
});

test('a line of a file outside the backup is told, and nothing comes of it', async t => {
  const backup = await verified(t);
  const outside = path.join(path.dirname(backup.root), 'out');
  fs.mkdirSync(outside);
  const temporary = `.keepsake-${ID}-1.tmp`;
  for (const name of ['x.jpg', temporary]) fs.writeFileSync(path.join(outside, name), 'secret');
  addLine(backup, { t: 'sums', at: 1, why: 'first', dir: '../out', files: [['x.jpg', [6, 1, SHA]]], n: 50 });
  addLine(backup, { t: 'build', at: 1, change: ID, batch: ID, dirs: ['../out'], n: 51 });
  const verify = backup.cli('verify', backup.root, '--json');
  assert.equal(verify.status, 3);
  assert.match(verify.stderr, /Line 1 of the ledger .*other-00000000\.jsonl is damaged/);
  const accepted = backup.cli('accept', backup.root, '../out/x.jpg', '--corrupt');
  assert.notEqual(accepted.status, 0);
  assert.doesNotMatch(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'), /out/);
  assert.deepEqual(fs.readdirSync(outside).sort(), [temporary, 'x.jpg']);
});

const bytes = (text: string): object => ({ b: Buffer.from(text, 'latin1').toString('base64') });
const BAD_DIRS = [
  '..',
  '../x',
  'x/..',
  'x/../..',
  '/etc',
  'x//y',
  'x/',
  '.',
  './x',
  'x\0',
  '.keepsake',
  '.keepsake/undo',
];
const BAD_NAMES = ['', '.', '..', '../x', 'x/y', '/', 'x\0', '.keepsake'];
const GOOD_DIRS = ['', 'x', 'x/y', '...', 'x/..y', '.hidden', '.keepsake2', 'x/.keepsake-old', 'a\\b', 'é'];

test('names and folders that no walk gives are no record, as text or as bytes', () => {
  const proved = (dir: unknown, name: unknown): boolean =>
    LedgerRecord.safeParse({ t: 'proved', at: 1, dir, files: [name] }).success;
  for (const dir of BAD_DIRS) for (const form of [dir, bytes(dir)]) assert.equal(proved(form, 'x'), false, dir);
  for (const name of BAD_NAMES) for (const form of [name, bytes(name)]) assert.equal(proved('', form), false, name);
  for (const dir of GOOD_DIRS) assert.equal(proved(dir, 'x'), true, dir);
  for (const name of GOOD_DIRS.filter(dir => dir !== '' && !dir.includes('/'))) assert.equal(proved('', name), true);
  const intent = (from: string): boolean => {
    const step = { id: 1, do: 'move', name: 'x', from };
    return LedgerRecord.safeParse({ t: 'intent', at: 1, change: ID, batch: ID, dirs: [['', [step]]] }).success;
  };
  assert.ok(intent(`.keepsake/quarantine/${ID}/x.jpg`));
  assert.ok(!intent('../x.jpg'));
  assert.ok(!intent(`.keepsake/quarantine/../../../x.jpg`));
});

test('a time that no date can hold is no record', () => {
  for (const at of [8.64e15 + 1, -8.64e15 - 1, 0.5])
    assert.equal(LedgerRecord.safeParse({ t: 'marks', at, assets: [] }).success, false, String(at));
});
