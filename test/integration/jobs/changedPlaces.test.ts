import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { type CliResult, TempBackup } from '../../fixtures/tempBackup.ts';

/** Files of one folder whose content is their name at first, recorded. */
function recorded(t: TestContext, names: readonly string[], seconds?: (i: number) => number): TempBackup {
  const backup = new TempBackup(t);
  for (const [i, name] of names.entries()) backup.write(`2019/${name}`, `bytes of ${name}`, seconds?.(i));
  assert.equal(backup.cli('verify', backup.root).status, 0);
  return backup;
}

function rename(backup: TempBackup, ...pairs: readonly (readonly [string, string])[]): void {
  for (const [from, to] of pairs) fs.renameSync(backup.path('2019', from), backup.path('2019', to));
}

const told = (result: CliResult): unknown =>
  result.findings().map(({ code, path }) => `${String(code)} ${String(path)}`);

function isClean(backup: TempBackup): void {
  const { status, findings } = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([status, findings().length], [0, 0]);
  assert.equal(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8').includes('a.jpg'), false);
}

test('where all files were numbered anew each is told as moved, and the record follows', t => {
  const backup = recorded(t, ['a.jpg', 'b.jpg', 'c.jpg'], i => 1_500_000_000 + 100 * i);
  rename(backup, ['c.jpg', 'd.jpg'], ['b.jpg', 'c.jpg'], ['a.jpg', 'b.jpg']);
  const result = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(told(result), ['moved 2019/b.jpg', 'moved 2019/c.jpg', 'moved 2019/d.jpg']);
  assert.equal(result.status, 0);
  assert.match(String(result.findings()[0]?.message), /2019\/a\.jpg/);
  assert.deepEqual([result.summary.missing, result.summary.verified], [0, 3]);
  isClean(backup);
  // The ledger says so too, to a machine that never saw it.
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  isClean(backup);
});

test('two of one size and one time that were swapped are not called rotten', t => {
  const backup = recorded(t, ['p.jpg', 'q.jpg', 'r.jpg']);
  rename(backup, ['p.jpg', 'x'], ['q.jpg', 'p.jpg'], ['x', 'q.jpg']);
  const result = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(told(result), ['moved 2019/p.jpg', 'moved 2019/q.jpg']);
  assert.equal(result.status, 0);
  isClean(backup);
});

test('a file that another was moved over is said, and where the bytes of the missing one are', t => {
  const backup = recorded(t, ['a.jpg', 'b.jpg', 'c.jpg', 'z.jpg'], i => 1_500_000_000 + 100 * i);
  // The bytes of c are nowhere.
  rename(backup, ['b.jpg', 'c.jpg'], ['a.jpg', 'b.jpg']);
  const before = fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8');
  const result = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(told(result), ['missing 2019/a.jpg', 'modified 2019/b.jpg', 'modified 2019/c.jpg']);
  assert.equal(result.status, 1);
  const [missing, b, c] = result.findings().map(({ message }) => String(message));
  assert.match(missing ?? '', /same bytes are still in 2019\/b\.jpg/);
  assert.match(b ?? '', /2019\/a\.jpg/);
  assert.match(c ?? '', /2019\/b\.jpg/);
  assert.equal(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'), before);
});

test('a copy under a new name, of which the first was edited, is no move', t => {
  const backup = recorded(t, ['b.jpg']);
  fs.copyFileSync(backup.path('2019/b.jpg'), backup.path('2019/b_orig.jpg'));
  backup.write('2019/b.jpg', 'edited', 1_600_000_000);
  const result = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(told(result), ['extra 2019/b_orig.jpg', 'modified 2019/b.jpg']);
});

test('a whole tree whose names all shifted by one is told right, folder by folder', t => {
  const backup = new TempBackup(t);
  const count = 5000;
  const name = (i: number): string => `${2000 + Math.floor(i / 500)}/IMG_${String(i).padStart(5, '0')}.JPG`;
  for (let i = 0; i < count; i++) backup.write(name(i), `photo ${i}`);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  fs.mkdirSync(backup.path('2010'));
  for (let i = count - 1; i >= 0; i--) fs.renameSync(backup.path(name(i)), backup.path(name(i + 1)));
  const result = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([result.status, result.summary.moved, result.findings().length], [0, count, count]);
  assert.deepEqual(backup.cli('verify', backup.root, '--json').findings(), []);
});
