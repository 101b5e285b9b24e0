import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
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
