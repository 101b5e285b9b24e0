/** A real process that applies a plan, or undoes it, killed at random moments of its work, again and again. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  applyIn,
  type Draft,
  identify,
  own,
  recordOf,
  sha256Of,
  treeOf,
  verifyIn,
  writePlan,
} from '../../fixtures/planBackup.ts';
import { randomOf } from '../../fixtures/pulledDrive.ts';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

const KILLS = 24;
const FILES = 300;
/** What is new is also read for the catalog: a run takes that long, about. */
const LONGEST_MS = 2000;
const bytesOf = (i: number): string => `photo ${i} `.repeat(50 + ((i * 7919) % 5000));

/** @returns whether it was killed, rather than ended by itself */
async function killedAtWork(backup: TempBackup, ms: number, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [CLI, ...args], { env: backup.environment, stdio: 'ignore' });
  let isOver = false;
  const ended = new Promise<NodeJS.Signals | null>(resolve =>
    child.once('exit', (_code, signal) => {
      isOver = true;
      resolve(signal);
    }),
  );
  // Its start is not its work.
  const lock = backup.path('.keepsake/lock');
  const isHeld = (): boolean => {
    try {
      return fs.readFileSync(lock, 'utf8').includes(`"pid":${child.pid},`);
    } catch {
      // Not there yet, or just let go of.
      return false;
    }
  };
  while (!isOver && !isHeld()) await sleep(5);
  await Promise.race([sleep(ms), ended]);
  child.kill('SIGKILL');
  return (await ended) === 'SIGKILL';
}

test('killed over and over, a plan and its undo come to the same end', async t => {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  const drafts: Draft[] = [];
  for (let i = 0; i < FILES; i++) {
    fs.writeFileSync(path.join(source, `${i}.jpg`), bytesOf(i));
    const to = `20${10 + (i % 10)}/${i}.jpg`;
    drafts.push({
      action: 'copy',
      from: { source: 0, path: `${i}.jpg`, size: bytesOf(i).length },
      to,
      mtime: '2011-11-11T11:11:11Z',
      asset: i >> 1,
    });
    if (i % 10 !== 1) continue;
    backup.write(`old/${i}.jpg`, `old ${i}`);
    drafts.push({ action: 'move', from: `old/${i}.jpg`, to: `new/${i}.jpg`, sha256: sha256Of(`old ${i}`) });
    backup.write(`bad/${i}.jpg`, `bad ${i}`);
    drafts.push({ action: 'quarantine', path: `bad/${i}.jpg`, sha256: sha256Of(`bad ${i}`) });
  }
  await verifyIn(place);
  const before = own(treeOf(place.root));
  const plan = writePlan(path.join(source, 'p.plan.jsonl'), identify(place), drafts, [source]);

  const calm = new TempBackup(t);
  fs.cpSync(backup.root, calm.root, { recursive: true, preserveTimestamps: true });
  const calmPlace = { root: calm.root, cache: calm.cache };
  assert.equal((await applyIn(calmPlace, plan)).counts.applied, drafts.length);
  const end = own(treeOf(calm.root));
  const whole = new Set([...Object.values(before), ...Object.values(end)].map(state => state.split(' ')[0]));

  const random = randomOf(20261122);
  let kills = 0;
  let rounds = 0;
  for (; kills < KILLS; rounds++) {
    const [args, wanted] = rounds % 2 === 0 ? [['apply', place.root, plan], end] : [['undo', place.root], before];
    // An undo that was begun is gone on with; when nothing is left of it, it says so.
    for (;;) {
      const isKilled = await killedAtWork(backup, random() * LONGEST_MS, args as string[]);
      for (const [name, state] of Object.entries(own(treeOf(place.root))))
        if (!path.basename(name).startsWith('.keepsake-')) assert.ok(whole.has(state.split(' ')[0]), `${name} is half`);
      if (!isKilled) break;
      kills++;
    }
    assert.deepEqual(own(treeOf(place.root)), wanted, `round ${rounds}`);
  }
  t.diagnostic(`${kills} kills in ${rounds} rounds`);
  if (rounds % 2 === 0) assert.equal((await applyIn(place, plan)).errors, 0);
  assert.deepEqual(own(treeOf(place.root)), end);
  assert.deepEqual(recordOf(place), recordOf(calmPlace));
  const { errors, counts } = await verifyIn(place);
  assert.deepEqual([errors, counts.verified], [0, Object.keys(end).length]);
});
