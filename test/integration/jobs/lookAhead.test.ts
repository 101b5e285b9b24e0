/** The walk that is begun ahead of the job: what it tells is a hint, and never the end of a photo's row. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Name } from '../../../src/engine/backup/name.ts';
import { walk } from '../../../src/engine/backup/walk.ts';
import { index } from '../../../src/engine/jobs/index.ts';
import { LookAhead, type SignedDirs, threadsFor } from '../../../src/engine/jobs/surveying/lookAhead.ts';
import { folderSignature } from '../../../src/engine/jobs/surveying/signature.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const reporter = { progress: (): void => {}, finding: (): void => {}, note: (): void => {} };

function indexed({ root, cache }: TempBackup, ahead?: LookAhead): ReturnType<typeof index> {
  return index({ root, cache, reporter, signal: new AbortController().signal, processes: 1, ahead });
}

async function allOf(ahead: LookAhead): Promise<SignedDirs> {
  const all = [];
  for (let dirs = await ahead.next(); dirs != null; dirs = await ahead.next()) all.push(...dirs);
  ahead.end();
  return all;
}

/** As if the folders had been listed before they were what they are now. */
class Early extends LookAhead {
  readonly #told: SignedDirs[];

  constructor(root: string, told: SignedDirs) {
    super(root);
    this.#told = [told];
  }

  override next(): Promise<SignedDirs | undefined> {
    return Promise.resolve(this.#told.shift());
  }
}

for (const threads of [1, 2, 8])
  test(`${threads === 1 ? 'one thread tells' : `${threads} threads tell`} every folder once, odd names and trouble included`, async t => {
    const backup = new TempBackup(t);
    for (let i = 0; i < 300; i++) backup.write(`20${10 + (i % 10)}/${i}/IMG.jpg`, `${i}`);
    const odd = Buffer.concat([Buffer.from(`${backup.root}/caf`), Buffer.from([0xe9])]);
    fs.mkdirSync(Buffer.concat([odd, Buffer.from('/within')]), { recursive: true });
    fs.writeFileSync(Buffer.concat([odd, Buffer.from('/within/a.jpg')]), 'x');
    fs.symlinkSync('/', backup.path('link'));
    const byText = (a: { readonly dir: Name }, b: { readonly dir: Name }): number => (a.dir.text < b.dir.text ? -1 : 1);
    const told = [...(await allOf(new LookAhead(backup.root, threads)))].sort(byText);
    const walked = [...walk(backup.root)].sort(byText);
    assert.deepEqual(
      told,
      walked.map(({ dir, files, troubles }) => ({
        dir,
        signature: troubles.length > 0 ? null : folderSignature(files),
        files: files.length,
        bytes: files.reduce((sum, { size }) => sum + size, 0),
      })),
    );
    assert.equal(told[0]?.signature, null);
  });

test('more folders side by side than the shared memory holds', async t => {
  const backup = new TempBackup(t);
  const long = 'x'.repeat(200);
  for (let i = 0; i < 3000; i++) fs.mkdirSync(backup.path(`${long}${i}`));
  assert.equal((await allOf(new LookAhead(backup.root, 4))).length, 3001);
});

test('a slow drive is asked by more threads', () => {
  assert.ok(threadsFor(100, 80) > threadsFor(100, 1));
});

test('a folder that came while the walk was ahead of the job is not taken for gone', async t => {
  const backup = new TempBackup(t);
  for (const year of ['2019', '2020', '2021']) await backup.jpeg(`${year}/IMG.jpg`, Number(year));
  await indexed(backup);
  const told = await allOf(new LookAhead(backup.root));
  const early = told.filter(({ dir }) => dir.text !== '2020');
  const { counts } = await indexed(backup, new Early(backup.root, early));
  assert.deepEqual([counts.removed, counts.files, counts.unchanged], [0, 3, 3]);
  assert.equal(backup.list().length, 3);
});

test('a file that changed since it was looked at is looked at by the job itself', async t => {
  const backup = new TempBackup(t);
  for (const year of ['2019', '2020']) await backup.jpeg(`${year}/IMG.jpg`, Number(year));
  await indexed(backup);
  await backup.jpeg('2020/NEW.jpg', 7);
  fs.rmSync(backup.path('2019'), { recursive: true });
  const { counts } = await indexed(backup, new LookAhead(backup.root));
  assert.deepEqual([counts.added, counts.removed, counts.files], [1, 1, 2]);
  assert.deepEqual(
    backup.list().map(line => path.basename(JSON.parse(line).path)),
    ['IMG.jpg', 'NEW.jpg'],
  );
});

test('where the threads break, the job walks on by itself, and counts nothing twice', async t => {
  class Broken extends Early {
    #calls = 0;
    override next(): Promise<SignedDirs | undefined> {
      if (this.#calls++ > 0) return Promise.reject(new Error('no more memory for threads'));
      return super.next();
    }
  }
  const backup = new TempBackup(t);
  for (const year of ['2019', '2020', '2021']) await backup.jpeg(`${year}/IMG.jpg`, Number(year));
  await indexed(backup);
  const told = await allOf(new LookAhead(backup.root));
  const { counts } = await indexed(backup, new Broken(backup.root, told.slice(0, 2)));
  assert.deepEqual([counts.removed, counts.files, counts.unchanged], [0, 3, 3]);
});
