/** What an export can't read or name is told, not passed over. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { linksIn, sixOf } from '../../fixtures/exported.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('the plan of a broken-off export that can’t be read is told of once, and put aside', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  await source.jpeg('a/IMG_1.jpg', 4000);
  await backup.jpeg('old/scan.jpg', 8000);
  const name = '01890a5d-ac96-774b-bcce-b302099a8057.plan.jsonl';
  assert.equal(backup.cli('index', backup.root).status, 0);
  const plan = backup.write(`.keepsake/plans/${name}`, '{"type":"plan","version":1\n');
  const exported = () => backup.cli('export', source.path('a'), '--to', backup.root, '--metadata', 'none', '--json');
  const first = exported();
  assert.deepEqual(sixOf(first.summary), { copied: 1 });
  const [finding, ...more] = first.findings('unreadable');
  assert.deepEqual(more, []);
  assert.equal(finding?.path, `.keepsake/plans/${name}`);
  assert.match(String(finding?.message), /can’t be read.*plans\/unreadable/);
  assert.equal(fs.existsSync(plan), false);
  assert.equal(
    fs.readFileSync(backup.path('.keepsake/plans/unreadable', name), 'utf8'),
    '{"type":"plan","version":1\n',
  );
  for (let i = 0; i < 2; i++) assert.deepEqual(exported().findings('unreadable'), []);
});

test('a photo whose name can’t be that of a link is told of, and is in its album all the same', async t => {
  const [tree, backup] = [new TempBackup(t), new TempBackup(t)];
  const rome = 'Takeout/Google Photos/Rome';
  const photo = await tree.jpeg(`${rome}/IMG_1.jpg`, 4000);
  await tree.jpeg(`${rome}/IMG_2.jpg`, 9000);
  tree.write(`${rome}/metadata.json`, JSON.stringify({ title: 'Rome' }));
  for (const n of [1, 2])
    tree.write(
      `${rome}/IMG_${n}.jpg.json`,
      JSON.stringify({ title: `IMG_${n}.jpg`, photoTakenTime: { timestamp: '1560000000' } }),
    );
  backup.write('old/what: this.jpg', fs.readFileSync(photo));
  assert.equal(backup.cli('index', backup.root).status, 0);
  const { summary, findings } = backup.cli(
    ...['export', tree.path('Takeout'), '--to', backup.root, '--metadata', 'none', '--albums', 'links', '--json'],
  );
  assert.deepEqual(sixOf(summary), { copied: 1, duplicates: 1 });
  assert.deepEqual(
    Object.keys(linksIn(backup.root)).map(name => name.replaceAll('\\', '/')),
    ['Albums/Rome/IMG_2.jpg'],
  );
  const [finding, ...more] = findings('unsafe-name');
  assert.deepEqual(more, []);
  assert.match(String(finding?.path), /Rome\/IMG_1\.jpg$/);
  assert.match(String(finding?.message), /what: this\.jpg.*no link.*Albums\/Rome.*on the record/);
  assert.equal(backup.list('album:Rome').length, 2);
});
