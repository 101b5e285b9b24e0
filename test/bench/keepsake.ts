/** The built product as a command of the bench, with cache folders of its own. */
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Command } from './pair.ts';

/** `BENCH_CLI` measures another build. */
const CLI = process.env.BENCH_CLI ?? path.resolve(import.meta.dirname, '../../dist/cli.js');

/** What is made to measure on is kept here from run to run. */
export const PLACE = path.join(os.tmpdir(), 'keepsake-bench');

const CACHE = path.join(PLACE, 'cache');

interface Run {
  /** Cache folder. */
  readonly cache?: string;
  readonly before?: () => void;
}

export function keepsake(name: string, args: readonly string[], { cache = CACHE, before }: Run = {}): Command {
  return {
    name,
    run: [process.execPath, CLI, ...args, '--quiet'],
    env: { KEEPSAKE_CACHE: cache },
    ...(before != null && { before }),
  };
}

/** Not timed. Findings are no failure. */
export function once(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args, '--quiet'], {
    env: { ...process.env, KEEPSAKE_CACHE: CACHE },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status !== 0 && status !== 1) throw new Error(`keepsake ${args.join(' ')} failed (${status}): ${stderr}`);
}
