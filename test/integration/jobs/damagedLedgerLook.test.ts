/** Where a line of the record is damaged the photos can be looked at all the same. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('--quick and --manifest look at the photos, say that the record is damaged, and write nothing into it', t => {
  const backup = new TempBackup(t);
  for (const name of ['a', 'b', 'c']) {
    backup.write(`${name}.jpg`, `photo ${name}`);
    backup.cli('verify', backup.root);
  }
  const [name = ''] = fs.readdirSync(backup.path('.keepsake/ledger'));
  const ledger = backup.path('.keepsake/ledger', name);
  const bytes = fs.readFileSync(ledger);
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  fs.writeFileSync(ledger, bytes);
  fs.rmSync(backup.cache, { recursive: true });
  backup.write('b.jpg', 'edited since');
  const sums = backup.path('.keepsake/SHA256SUMS');
  const before = fs.readFileSync(sums);
  for (const [how, found] of [
    [['--quick'], 'modified'],
    [['--manifest', sums], 'corrupt'],
  ] as const) {
    const { status, findings, stderr } = backup.cli('verify', backup.root, ...how, '--json');
    assert.equal(status, 1, stderr);
    assert.deepEqual(
      findings(found).map(({ path }) => path),
      ['b.jpg'],
    );
    const said = findings('ledger-damaged').map(({ message }) => String(message));
    assert.ok(said.some(message => /Line 1 .*SHA256SUMS stands in/.test(message)));
    assert.deepEqual(findings('extra'), []);
    assert.deepEqual([fs.readFileSync(ledger), fs.readFileSync(sums)], [bytes, before]);
  }
});
