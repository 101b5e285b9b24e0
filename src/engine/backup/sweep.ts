/** Takes away what jobs that were killed left of their own in `.keepsake`. Nothing of a person's is there. */
import fs from 'node:fs';
import path from 'node:path';
import type { BackupLayout } from './layout.ts';
import { PROBE } from './writable.ts';

/** Written by whoever holds the lock: where we hold it, nobody needs them. */
const OF_JOBS = /^((SHA256SUMS|driven\.json)\..+\.tmp|catalog\.db\.tmp.*)$/;
/** Written by anybody, for a moment. */
const OF_ANYONE = /^(lock\.[0-9a-f-]{36}|backup\.json\..+\.tmp)$/;
/** Of plans that were being written. */
const OF_PLANS = /\.plan\.jsonl\..+\.tmp(\.whole)?$/;
const MOMENT_MS = 600_000;

/** To be called under the lock. What can't be removed stays: it is in nobody's way. */
export function sweepTemporaries(layout: BackupLayout): void {
  sweep(layout.keepsake, name =>
    OF_JOBS.test(name) ? 'now' : OF_ANYONE.test(name) || name.startsWith(PROBE) ? 'old' : undefined,
  );
  sweep(path.join(layout.keepsake, 'plans'), name => (OF_PLANS.test(name) ? 'old' : undefined));
}

/** @param goes old: only when it has lain there for a while */
function sweep(folder: string, goes: (name: string) => 'now' | 'old' | undefined): void {
  try {
    for (const name of fs.readdirSync(folder)) {
      const when = goes(name);
      const file = path.join(folder, name);
      const isOld = (): boolean => Date.now() - fs.lstatSync(file).mtimeMs > MOMENT_MS;
      if (when === 'now' || (when === 'old' && isOld())) fs.rmSync(file, { force: true });
    }
  } catch {
    // there is no such folder, a share that refuses, or another who was quicker
  }
}
