/** Photos are set aside whole, by a plan, and come back whole. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

const sum = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** Every file but Keepsake's own, with its checksum. */
function tree(root: string): Readonly<Record<string, string>> {
  const names = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter(name => !name.startsWith('.keepsake') && fs.statSync(path.join(root, name)).isFile())
      .map(name => [name, sum(path.join(root, name))]),
  );
}

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"/></rdf:RDF></x:xmpmeta>`;

/** Of one photo: the picture, an edit of it, a sidecar. And two others. */
async function some(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  await backup.jpeg('2019/07/IMG_0001.JPG', 1);
  await backup.jpeg('2019/07/IMG_E0001.JPG', 2);
  backup.write('2019/07/IMG_0001.JPG.xmp', XMP);
  await backup.jpeg('2019/08/IMG_20190801_100000.jpg', 3);
  await backup.jpeg('2019/08/IMG_20190802_100000.jpg', 4);
  backup.cli('index', backup.root);
  return backup;
}

const add = (backup: TempBackup, ...args: string[]) =>
  backup.cli('quarantine', backup.root, 'add', '--json', '--apply', ...args);

test('a photo is set aside with its edit and its sidecar, is not listed any more, and comes back as it was', async t => {
  const backup = await some(t);
  backup.cli('verify', backup.root);
  backup.cli('mark', backup.root, '--select', 'IMG_0001', '--rating', '4');
  backup.cli('album', backup.root, 'add', 'Best', '--select', 'IMG_0001');
  const before = tree(backup.root);
  const listed = backup.list();
  const { status, summary, stderr } = add(backup, '--select', 'IMG_0001');
  assert.equal(status, 0, stderr);
  assert.deepEqual([summary.assets, summary.actions, summary.applied], [1, 3, 3]);
  assert.deepEqual(Object.keys(tree(backup.root)), [
    '2019/08/IMG_20190801_100000.jpg',
    '2019/08/IMG_20190802_100000.jpg',
  ]);
  assert.ok(!fs.existsSync(backup.path('2019/07')), 'no empty folder is left');
  assert.equal(backup.list().length, 2);
  assert.equal(backup.cli('verify', backup.root).status, 0, 'nothing is missing');

  const told = backup.cli('quarantine', backup.root, 'list', '--json');
  assert.deepEqual(
    told.lines.filter(({ type }) => type === 'quarantined').map(({ path: was, change, title }) => [was, change, title]),
    ['2019/07/IMG_0001.JPG', '2019/07/IMG_0001.JPG.xmp', '2019/07/IMG_E0001.JPG'].map(name => [
      name,
      summary.change,
      'Set aside 2019/07/IMG_0001.JPG',
    ]),
  );
  assert.equal(told.summary.files, 3);
  for (const { place, path: was } of told.lines.filter(({ type }) => type === 'quarantined'))
    assert.equal(sum(backup.path(String(place))), before[String(was)]);

  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(tree(backup.root), before);
  assert.deepEqual(backup.list(), listed, 'with its id, marks and albums');
  assert.equal(backup.cli('verify', backup.root).status, 0);
  assert.equal(backup.cli('quarantine', backup.root, 'list', '--json').summary.files, 0);
});

test('photos that were never verified, and a damaged one, are set aside with the bytes that they have', async t => {
  const backup = await some(t);
  backup.cli('verify', backup.root);
  await backup.jpeg('2019/09/IMG_20190901_100000.jpg', 5);
  backup.cli('index', backup.root);
  flipBit(backup.path('2019/08/IMG_20190801_100000.jpg'), true);
  backup.cli('verify', backup.root);
  const before = tree(backup.root);
  const { status, summary, stderr } = add(backup, '--select', '*');
  assert.equal(status, 0, stderr);
  assert.deepEqual([summary.assets, summary.applied], [4, 6]);
  assert.deepEqual(tree(backup.root), {});
  backup.cli('undo', backup.root);
  assert.deepEqual(tree(backup.root), before);
});

test('ids stand in a file, as a window gives them', async t => {
  const backup = await some(t);
  const ids = backup.list('path:2019/08').map(line => (JSON.parse(line) as { id: string }).id);
  const file = path.join(backup.cache, 'ids.txt');
  fs.writeFileSync(file, `${ids.join('\n')}\n01890a5d-ac96-774b-bcce-b302099a8057\n`);
  const { status, summary } = add(backup, '--assets', file);
  assert.deepEqual([status, summary.assets], [0, 2]);
  assert.equal(backup.list().length, 1);
  fs.writeFileSync(file, '../../etc/passwd');
  const wrong = add(backup, '--assets', file);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /no id of a photo/);
});

test('without --apply there is a plan to read, and nothing else', async t => {
  const backup = await some(t);
  const before = tree(backup.root);
  const plan = path.join(backup.cache, 'reject.plan.jsonl');
  const { status, summary } = backup.cli('quarantine', backup.root, 'add', '--select', '*', '--plan', plan, '--json');
  assert.deepEqual([status, summary.assets, summary.actions, summary.plan], [0, 3, 5, plan]);
  assert.deepEqual(tree(backup.root), before);
  assert.equal(backup.cli('plan', 'check', plan).status, 0);
  assert.equal(backup.cli('apply', backup.root, plan).status, 0);
  assert.deepEqual(tree(backup.root), {});
  assert.deepEqual(backup.list(), [], 'what is set aside is not listed');
});

test('what is wrong is refused, and nothing is changed', async t => {
  const backup = await some(t);
  const before = tree(backup.root);
  for (const [args, why] of [
    [['add', '--apply'], /--select QUERY/],
    [['add', '--select', ' ', '--apply'], /query is empty/],
    [['add', '--select', '*'], /--plan FILE/],
    [['empty'], /list or add/],
  ] as const) {
    const { status, stderr } = backup.cli('quarantine', backup.root, ...args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, why);
  }
  assert.deepEqual(tree(backup.root), before);
});
