/** A photo is a duplicate only of one whose bytes the backup really has: a damaged one is no reason to leave it out. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { sixOf } from '../../fixtures/exported.ts';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

test('the whole original of a damaged photo comes, under another name; one that was only touched is there', async t => {
  const [first, second, backup] = [new TempBackup(t), new TempBackup(t), new TempBackup(t)];
  const names = ['cut', 'rotten', 'unverified', 'touched', 'whole'];
  for (const [i, name] of names.entries()) {
    const photo = await first.jpeg(`a/${name}.jpg`, 3000 * i);
    second.write(`b/again ${name}.jpg`, fs.readFileSync(photo));
  }
  const exported = (source: TempBackup, folder: string) =>
    backup.cli('export', source.path(folder), '--to', backup.root, '--metadata', 'none', '--json');
  assert.deepEqual(sixOf(exported(first, 'a').summary), { copied: 5 });
  const at = (name: string): string => backup.path('Unknown date', `${name}.jpg`);
  const cut = (name: string): void => fs.truncateSync(at(name), fs.statSync(at(name)).size >> 1);
  cut('cut');
  flipBit(at('rotten'), true);
  assert.equal(backup.cli('verify', backup.root).status, 1);
  cut('unverified');
  fs.utimesSync(at('touched'), 1_600_000_000, 1_600_000_000);
  const dry = backup.cli('export', second.path('b'), '--to', backup.root, '--metadata', 'none', '--dry-run', '--json');
  assert.deepEqual(sixOf(dry.summary), { copied: 3, duplicates: 2 });
  assert.deepEqual(sixOf(exported(second, 'b').summary), { copied: 3, duplicates: 2 });
  for (const name of ['cut', 'rotten', 'unverified'])
    assert.deepEqual(
      fs.readFileSync(backup.path('Unknown date', `again ${name}.jpg`)),
      fs.readFileSync(first.path('a', `${name}.jpg`)),
    );
  // Now it has their bytes, whichever of the two is asked first.
  const third = new TempBackup(t);
  for (const name of names) third.write(`c/once more ${name}.jpg`, fs.readFileSync(first.path('a', `${name}.jpg`)));
  assert.deepEqual(sixOf(exported(third, 'c').summary), { duplicates: 5 });
});
