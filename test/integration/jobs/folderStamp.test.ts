/** By what a folder as the source is known to be unchanged. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { folderStamp } from '../../../src/engine/jobs/surveying/folderStamp.ts';
import { LookAhead } from '../../../src/engine/jobs/surveying/lookAhead.ts';

function tree(t: TestContext): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-test-'));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  for (const name of ['a.jpg', '2019/b.jpg', '2019/c.jpg', '2020/d/e.jpg']) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), name);
    fs.utimesSync(path.join(root, name), 1_500_000_000, 1_500_000_000);
  }
  return root;
}

test('a folder has the same stamp until something in it changes, whatever that is', async t => {
  const root = tree(t);
  const at = (name: string): string => path.join(root, name);
  let before = await folderStamp(root);
  assert.equal(await folderStamp(root), before);
  const changes: Readonly<Record<string, () => void>> = {
    'another time': () => fs.utimesSync(at('2019/b.jpg'), 1_500_000_000, 1_500_000_001),
    'another size': () => {
      fs.appendFileSync(at('2020/d/e.jpg'), '!');
      fs.utimesSync(at('2020/d/e.jpg'), 1_500_000_000, 1_500_000_000);
    },
    'another name': () => fs.renameSync(at('2019/c.jpg'), at('2019/C.jpg')),
    'another folder': () => fs.renameSync(at('2019/C.jpg'), at('2020/C.jpg')),
    'a new file': () => fs.writeFileSync(at('2020/new.jpg'), 'new'),
    'a file less': () => fs.rmSync(at('a.jpg')),
    'a link that leads out': () => fs.symlinkSync(os.tmpdir(), at('2020/d/link.jpg')),
    'a link less': () => fs.rmSync(at('2020/d/link.jpg')),
  };
  for (const [what, change] of Object.entries(changes)) {
    change();
    const after = await folderStamp(root);
    assert.notEqual(after, before, what);
    assert.equal(await folderStamp(root), after, what);
    before = after;
  }
});

test('the stamp is the same by threads, by threads that break, and without any', async t => {
  const root = tree(t);
  fs.symlinkSync(os.tmpdir(), path.join(root, '2019/link.jpg'));
  const broken = new LookAhead(root, 1, true);
  broken.end();
  const stamp = await folderStamp(root);
  assert.equal(await folderStamp(root, broken), stamp);
  for (const threads of [1, 3])
    for (const summed of [true, false])
      assert.equal(await folderStamp(root, new LookAhead(root, threads, summed)), stamp);
});
