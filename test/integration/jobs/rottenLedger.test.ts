/** Rot in the record is found by a verification on the machine that wrote it, which needs no line of it any more. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a verification reads all lines of the ledger, and says which is damaged until it is mended', t => {
  const backup = new TempBackup(t);
  for (const name of ['a', 'b', 'c']) {
    backup.write(`${name}.jpg`, `photo ${name}`);
    backup.cli('verify', backup.root);
  }
  const [name = ''] = fs.readdirSync(backup.path('.keepsake/ledger'));
  const ledger = backup.path('.keepsake/ledger', name);
  const good = fs.readFileSync(ledger);
  const bad = Buffer.from(good);
  bad.writeUInt8(bad.readUInt8(40) ^ 1, 40);
  fs.writeFileSync(ledger, bad);
  for (const _ of [1, 2]) {
    const { status, findings } = backup.cli('verify', backup.root, '--json');
    assert.equal(status, 1);
    assert.equal(findings('ledger-damaged').length, 1);
    assert.match(String(findings('ledger-damaged')[0]?.message), /Line 1 .*This machine read it while it was whole/);
  }
  // The first line is taken out, as it was said.
  fs.writeFileSync(ledger, fs.readFileSync(ledger).subarray(bad.indexOf('\n') + 1));
  assert.match(backup.cli('info', backup.root).stderr, /written down again/);
  backup.cli('verify', backup.root);
  const mended = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([mended.status, mended.findings(), mended.summary.verified], [0, [], 3]);
});
