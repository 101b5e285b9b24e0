/** Exports that are killed at random, stopped, or run into a full disk, and then run to their end: as if nothing had been. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { exportPhotos } from '../../../src/engine/jobs/export.ts';
import { DEFAULT_LAYOUT } from '../../../src/engine/jobs/exporting/layoutTemplate.ts';
import { sixOf, stateOf, treeOf } from '../../fixtures/exported.ts';
import { makeTakeout, randomOf, type Takeout, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { writeZip } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const KILLS = Number(process.env.KEEPSAKE_KILLS ?? 5);

function takeoutIn(
  t: TestContext,
  seed: number,
  media: number,
): { readonly takeout: Takeout; readonly folder: string } {
  const folder = path.join(new TempBackup(t).root, 'zips');
  const takeout = makeTakeout({ seed, language: 'en', style: 'mixed', media });
  writeTakeoutZips(folder, takeout, 3, seed);
  // Without a time of its own in the zip, an undated photo would get that of the run.
  return { takeout, folder };
}

/** Times of what has no date are those of the run: left out. */
function comparable(backup: TempBackup): unknown {
  const text = JSON.stringify(stateOf(backup));
  return JSON.parse(text, (key, value: unknown) =>
    key.startsWith('Unknown date/') && typeof value === 'string' ? value.slice(0, 64) : value,
  );
}

test(`killed ${KILLS} times at random, a run to the end leaves what an unkilled one leaves`, async t => {
  const { folder } = takeoutIn(t, 11, 150);
  const whole = new TempBackup(t);
  const began = performance.now();
  const run = whole.cli('export', folder, '--to', whole.root, '--albums', 'links', '--json');
  const ms = performance.now() - began;
  const expected = comparable(whole);
  const random = randomOf(Date.now());
  let killed = 0;
  let begun = 0;
  for (let i = 0; killed < KILLS && i < 3 * KILLS; i++) {
    const backup = new TempBackup(t);
    const args = ['export', folder, '--to', backup.root, '--albums', 'links'];
    const after = 150 + Math.round(random() * ms * 1.1);
    let hits = 0;
    // Every second time while it copies, which is the shorter part of it.
    const isBegun = (): boolean => i % 2 === 0 || fs.existsSync(backup.path('.keepsake/ledger'));
    const first = i % 2 === 0 ? after : Math.round(random() * ms * 0.4);
    // Now and then what goes on is killed as well.
    for (let again = 0; again < 1 + (i % 3); again++)
      if (
        await backup.killedFrom(
          again === 0 ? isBegun : () => true,
          again === 0 ? first : 200 + Math.round(random() * ms),
          ...args,
        )
      )
        hits++;
    if (hits === 0) continue;
    killed += hits;
    if (fs.existsSync(backup.path('.keepsake/ledger'))) begun++;
    const last = backup.cli(...args, '--json');
    assert.equal(last.summary.items, run.summary.items, `after ${first} ms: ${last.stderr}`);
    assert.equal(sixOf(last.summary).failed, undefined);
    assert.deepEqual(comparable(backup), expected, `killed after ${first} ms`);
    const { missing = 0, skipped = 0 } = sixOf(run.summary);
    assert.deepEqual(sixOf(backup.cli(...args, '--json').summary), {
      unchanged: Number(run.summary.items) - missing - skipped,
      missing,
      skipped,
    });
    assert.equal(backup.cli('verify', backup.root).status, 0);
    assert.deepEqual(
      fs.readdirSync(backup.root, { recursive: true, encoding: 'utf8' }).filter(name => /\.(tmp|hold)/.test(name)),
      [],
    );
  }
  t.diagnostic(
    `${killed} kills, ${begun} of them after something was recorded; an unkilled run takes ${Math.round(ms)} ms`,
  );
  assert.ok(killed >= KILLS && begun > 0);
});

test('Ctrl+C: the six counts still are all items, and the next run ends it', async t => {
  const { folder } = takeoutIn(t, 12, 200);
  const backup = new TempBackup(t);
  const script = `node ${JSON.stringify(path.resolve(import.meta.dirname, '../../../src/cli/main.ts'))} export ${JSON.stringify(folder)} --to ${JSON.stringify(backup.root)} --json & pid=$!; sleep 2.2; kill -INT $pid; wait $pid`;
  const { stdout, status } = spawnSync('bash', ['-c', script.replace(/^node/, process.execPath)], {
    env: backup.environment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const summary = JSON.parse(stdout.trim().split('\n').at(-1)!);
  if (status === 130) {
    assert.equal(summary.stopped, true);
    sixOf(summary);
  }
  const ended = backup.cli('export', folder, '--to', backup.root, '--json');
  assert.equal(ended.summary.failed, 0);
  const { unchanged = 0 } = sixOf(backup.cli('export', folder, '--to', backup.root, '--json').summary);
  assert.ok(unchanged > 0);
});

test('a disk that fills up: said how far, and gone on with when there is room', t => {
  const backup = new TempBackup(t);
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return t.skip('only root can mount a small file system');
  const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0;
  if (!mount('-t', 'tmpfs', '-o', 'size=30m', 'keepsake-test', backup.root))
    return t.skip('this system lets no small file system be mounted');
  t.after(() => spawnSync('umount', ['-l', backup.root]));
  const files = Array.from({ length: 60 }, (_, i) => {
    const bytes = Buffer.alloc(1 << 20, i + 1);
    const name = `Takeout/Google Photos/Photos from 2019/IMG_${i}.jpg`;
    const json = { title: `IMG_${i}.jpg`, photoTakenTime: { timestamp: String(1_560_000_000 + i * 90_000) } };
    return [
      { name, bytes },
      { name: `${name}.json`, bytes: Buffer.from(JSON.stringify(json)) },
    ];
  }).flat();
  const zip = writeZip(path.join(new TempBackup(t).root, 'takeout-20240101T000000Z-001.zip'), files);
  const full = backup.cli('export', zip, '--to', backup.root, '--json');
  assert.equal(full.status, 3, full.stderr);
  assert.match(full.stderr, /The disk is full .*applied and safe.*Make room/);
  const { skipped = 0, copied = 0 } = sixOf(full.summary);
  assert.equal(skipped + copied, 60);
  // One batch: what fits of it is kept.
  assert.ok(copied > 20, `${copied} of 60 in 30 MB`);
  assert.ok(mount('-o', 'remount,size=200m', backup.root));
  const ended = backup.cli('export', zip, '--to', backup.root, '--json');
  assert.equal(ended.status, 0, ended.stderr);
  assert.equal(sixOf(ended.summary).failed, undefined);
  // What was found when it was planned is told by the run that ends it, too.
  assert.ok(full.findings().length > 0);
  assert.deepEqual(ended.findings(), full.findings());
  assert.equal(Object.keys(treeOf(backup.root)).filter(name => name.endsWith('.jpg')).length, 60);
  assert.deepEqual(sixOf(backup.cli('export', zip, '--to', backup.root, '--json').summary), { unchanged: 60 });
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

test('broken off after its last line and before the list of checksums: the next run makes the list', async t => {
  const { folder } = takeoutIn(t, 13, 12);
  const whole = new TempBackup(t);
  const backup = new TempBackup(t);
  whole.cli('export', folder, '--to', whole.root);
  const { root, cache } = backup;
  const reporter = {
    progress: ({ phase }: { readonly phase: string }): void => {
      if (phase === 'publish') throw new Error('the power is gone');
    },
    finding: (): void => {},
    note: (): void => {},
  };
  const choices = { layout: DEFAULT_LAYOUT, metadata: 'embed', locked: false, trashed: false, again: false } as const;
  await assert.rejects(
    exportPhotos({
      root,
      cache,
      reporter,
      signal: new AbortController().signal,
      sources: [folder],
      from: 'auto',
      choices,
      processes: 1,
      dryRun: false,
    }),
    /the power is gone/,
  );
  assert.equal(fs.existsSync(backup.path('.keepsake/SHA256SUMS')), false);
  backup.cli('export', folder, '--to', root);
  assert.deepEqual(comparable(backup), comparable(whole));
  fs.rmSync(backup.path('.keepsake/SHA256SUMS'));
  backup.cli('export', folder, '--to', root);
  assert.deepEqual(comparable(backup), comparable(whole));
});
