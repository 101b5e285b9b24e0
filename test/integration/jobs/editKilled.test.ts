/** Edits that are killed at random: no file damaged, nothing done twice, and an undo gives back all of it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sha256Of } from '../../fixtures/planBackup.ts';
import { randomOf } from '../../fixtures/takeout.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const KILLS = Number(process.env.KEEPSAKE_KILLS ?? 4);
const FILES = Number(process.env.KEEPSAKE_EDITED ?? 200);

const photos = (backup: TempBackup): readonly string[] =>
  fs
    .readdirSync(backup.root, { recursive: true, encoding: 'utf8' })
    .filter(name => /^d\d\//.test(name))
    .sort();
const sums = (backup: TempBackup): Readonly<Record<string, string>> =>
  Object.fromEntries(photos(backup).map(name => [name, sha256Of(fs.readFileSync(backup.path(name)))]));

test(`killed ${KILLS} times at random, the same command ends it, and each photo is shifted once`, async t => {
  const backup = new TempBackup(t);
  for (let i = 0; i < FILES; i++)
    await backup.jpeg(
      `d${i % 4}/IMG_20190701_10${String(i % 60).padStart(2, '0')}${String(i % 60).padStart(2, '0')}_${i}.jpg`,
      i + 1,
    );
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  // The first edit makes them say it themselves.
  assert.equal(backup.cli('edit', backup.root, '--select', '*', '--date-from', 'filename', '--apply').status, 0);
  const args = ['edit', backup.root, '--select', '*', '--shift-time', '+1h', '--set', 'title=shifted', '--apply'];
  const random = randomOf(Date.now());
  const before = sums(backup);
  const timesOf = (): readonly string[] => backup.list().map(line => JSON.parse(line).capturedAt as string);
  const shifted = timesOf().map(time => time.replace('T10:', 'T11:'));
  let [killed, within, ms] = [0, 0, 1500];
  for (let round = 0; killed < KILLS && round < 8 * KILLS; round++) {
    const isBegun = (): boolean =>
      fs.existsSync(backup.path('.keepsake/plans')) &&
      fs.readdirSync(backup.path('.keepsake/plans')).some(name => name.endsWith('.plan.jsonl'));
    let isEnded = false;
    // Now and then what goes on is killed as well.
    for (let again = 0; again <= round % 3; again++)
      if (await backup.killedFrom(isBegun, Math.round(random() * ms * 0.6), ...args)) {
        killed++;
        const now = sums(backup);
        const changed = photos(backup).filter(name => now[name] !== before[name]).length;
        if (changed > 0 && changed < FILES) within++;
      } else {
        isEnded = true;
        ms = Math.max(200, ms * 0.7);
        break;
      }
    if (!isEnded) {
      const began = performance.now();
      const last = backup.cli(...args, '--json');
      ms = Math.max(200, performance.now() - began);
      assert.equal(last.status, 0, last.stdout + last.stderr);
    }
    assert.deepEqual(timesOf(), shifted);
    const verified = backup.cli('verify', backup.root, '--json');
    assert.deepEqual([verified.status, verified.findings().filter(({ severity }) => severity !== 'info')], [0, []]);
    assert.deepEqual(
      fs
        .readdirSync(backup.root, { recursive: true, encoding: 'utf8' })
        .filter(name => /\.(tmp|hold|from)$/.test(name)),
      [],
    );
    while (photos(backup).some(name => sha256Of(fs.readFileSync(backup.path(name))) !== before[name]))
      assert.equal(backup.cli('undo', backup.root).status, 0);
    assert.deepEqual(sums(backup), before);
  }
  t.diagnostic(`${killed} kills, ${within} of them between the first file and the last`);
  assert.ok(killed >= KILLS);
  const undo = fs
    .readdirSync(backup.path('.keepsake/undo'), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(patch|whole)$/.test(name))
    .map(name => fs.statSync(backup.path('.keepsake/undo', name)).size)
    .sort((a, b) => a - b);
  assert.ok((undo[undo.length >> 1] ?? 0) < 100_000);
});

test('an undo that is killed is gone on with', async t => {
  const backup = new TempBackup(t);
  for (let i = 0; i < 60; i++) await backup.jpeg(`d${i % 4}/${i}.jpg`, i + 1);
  backup.cli('index', backup.root);
  const before = sums(backup);
  assert.equal(backup.cli('edit', backup.root, '--select', '*', '--set', 'title=T', '--apply').status, 0);
  const random = randomOf(Date.now());
  for (let i = 0; i < 2; i++) await backup.killed(800 + Math.round(random() * 1500), 'undo', backup.root);
  const last = backup.cli('undo', backup.root);
  assert.ok(last.status === 0 || /There is no change/.test(last.stderr), last.stderr);
  assert.deepEqual(sums(backup), before);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  assert.ok(!fs.existsSync(path.join(backup.root, '.keepsake/plans/unreadable')));
});

test('what the ledger tells and the catalog lost is read again by the next edit', async t => {
  const backup = new TempBackup(t);
  for (const name of ['a.jpg', 'b.jpg']) await backup.jpeg(name, name.charCodeAt(0));
  backup.cli('index', backup.root);
  // As after a kill between the line of the ledger and the catalog's own.
  const kept = `${backup.cache}.kept`;
  fs.cpSync(backup.cache, kept, { recursive: true });
  t.after(() => fs.rmSync(kept, { recursive: true, force: true }));
  assert.equal(backup.cli('edit', backup.root, '--select', 'path:a', '--set', 'title=A', '--apply').status, 0);
  fs.rmSync(backup.cache, { recursive: true });
  fs.cpSync(kept, backup.cache, { recursive: true });
  assert.equal(backup.cli('edit', backup.root, '--select', 'path:b', '--set', 'title=B', '--apply').status, 0);
  assert.deepEqual(
    backup.list().map(line => JSON.parse(line).title),
    ['A', 'B'],
  );
});
