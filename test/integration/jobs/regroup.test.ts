import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('many folders are grouped in shares, and no line of the ledger names more than a thousand ids', t => {
  const backup = new TempBackup(t);
  for (let i = 0; i < 1010; i++) backup.write(`one/IMG_${String(i).padStart(4, '0')}.svg`, `<svg>${i}</svg>`);
  for (let i = 0; i < 60; i++) backup.write(`many/${i}/IMG_1.svg`, `<svg>${i} of many</svg>`);
  const { status, summary, stderr } = backup.cli('index', backup.root, '--json');
  assert.equal(status, 0, stderr);
  assert.equal(summary.assets, 1070);
  const folder = backup.path('.keepsake/ledger');
  const lines = fs
    .readdirSync(folder)
    .flatMap(name => fs.readFileSync(`${folder}/${name}`, 'utf8').split('\n'))
    .filter(line => line.includes('"t":"assets"'));
  const sizes = lines.map(line => line.match(/\.svg"/g)?.length ?? 0);
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    1070,
  );
  assert.ok(Math.max(...sizes) <= 1000, String(sizes));
});

test('a folder of more files than are grouped at once is grouped as a whole, and anew when some are gone', t => {
  const backup = new TempBackup(t);
  const pairs = 4200;
  const names = (i: number): readonly [original: string, edit: string] => {
    const number = String(i).padStart(4, '0');
    return [`all/IMG_${number}.JPG`, `all/IMG_E${number}.JPG`];
  };
  for (let i = 0; i < pairs; i++)
    for (const name of names(i)) backup.write(name, takeoutMedia('jpg', i, '2019:07:01 10:00:00'));
  const list = (): ReadonlyMap<string, { id: string; files: readonly { path: string; role: string }[] }> => {
    const { lines } = backup.cli('list', backup.root, '--json');
    return new Map(lines.filter(({ type }) => type === 'asset').map(line => [String(line.path), line as never]));
  };
  assert.equal(backup.cli('index', backup.root, '--json').summary.assets, pairs);
  const before = list();
  for (let i = 0; i < pairs; i += 100) {
    const [original, edit] = names(i);
    assert.deepEqual(
      before.get(original)?.files.map(({ path, role }) => [path, role]),
      [
        [original, 'original'],
        [edit, 'edited'],
      ],
    );
  }
  // A pair, the edit of one photo, the original of another.
  for (const name of [...names(0), names(1)[1], names(2)[0]]) fs.rmSync(backup.path(name));
  assert.equal(backup.cli('index', backup.root, '--json').summary.assets, pairs - 1);
  const after = list();
  assert.equal(after.size, pairs - 1);
  assert.equal(after.get(names(1)[0])?.files.length, 1);
  assert.equal(after.get(names(1)[0])?.id, before.get(names(1)[0])?.id);
  assert.equal(after.get(names(2)[1])?.files.length, 1);
  assert.equal(after.get(names(4199)[0])?.id, before.get(names(4199)[0])?.id);
});
