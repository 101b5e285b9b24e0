import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const UUID = '01234567-89ab-cdef-0123-456789abcdef';

test('what killed jobs left in .keepsake is swept; what another may be writing is not', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  backup.cli('index', backup.root);
  const old = [
    'SHA256SUMS.123.tmp',
    'catalog.db.tmp',
    'catalog.db.tmp-journal',
    `lock.${UUID}`,
    `.keepsake-probe-${UUID}`,
  ];
  for (const name of old) backup.write(`.keepsake/${name}`, '');
  const fresh = UUID.replace('0', 'f');
  fs.writeFileSync(backup.path(`.keepsake/.keepsake-probe-${fresh}`), '');
  backup.write('.keepsake/mine.txt', 'of a person');
  const plan = `.keepsake/plans/${UUID}.plan.jsonl`;
  for (const end of ['', `.${UUID}.tmp`, `.${UUID}.tmp.whole`]) backup.write(`${plan}${end}`, 'x');
  backup.cli('verify', backup.root);
  const left = fs.readdirSync(backup.path('.keepsake'));
  assert.deepEqual(
    old.filter(name => left.includes(name)),
    [],
  );
  assert.deepEqual(fs.readdirSync(backup.path('.keepsake/plans')), [`${UUID}.plan.jsonl`]);
  assert.ok(left.includes('mine.txt') && left.includes(`.keepsake-probe-${fresh}`), String(left));
});

test('folders of settings are said, a folder named like a dropping is looked into, a probe is no file', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('._2019/a.jpg', 1);
  await backup.jpeg('.vscode/b.jpg', 2);
  await backup.jpeg('.git/c.jpg', 3);
  await backup.jpeg('trip/.git/d.jpg', 4);
  backup.write('._a.jpg', 'resource fork');
  backup.write(`.keepsake-probe-${UUID}`, '');
  for (let i = 0; i < 2; i++) {
    const { summary, findings } = backup.cli('index', backup.root, '--json');
    assert.equal(summary.files, 2);
    assert.deepEqual(
      findings('skipped').map(({ path, severity }) => [path, severity]),
      [
        ['.git', 'info'],
        ['.vscode', 'info'],
      ],
    );
  }
});
