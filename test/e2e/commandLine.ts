import { execFileSync, spawnSync } from 'node:child_process';
import { node24 } from './setup.mjs';
import type { Places } from './window.ts';

/** Runs a job as a person would in a terminal, before or beside the window. @returns its exit status */
export function keepsake({ backup, cache, cli }: Places, job: string, ...options: string[]): number {
  const { status, stderr, error } = spawnSync(node24(), [cli, job, backup, ...options], {
    env: { ...process.env, KEEPSAKE_CACHE: cache, NODE_OPTIONS: undefined, NODE_TEST_CONTEXT: undefined },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error != null) throw error;
  if (status !== 0 && status !== 1) throw new Error(`keepsake ${job} ended with ${status}: ${stderr}`);
  return status;
}

/** Processes whose command line has this text in it: ids with command lines. */
export function processes(text: string): readonly { readonly pid: number; readonly command: string }[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes(text))
    .map(line => {
      const [, pid = '', command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), command };
    });
}

/** Jobs of Keepsake that run on this backup. */
export function jobsOn(backup: string): readonly { readonly pid: number; readonly command: string }[] {
  return processes(backup).filter(({ command }) => command.includes('cli.js '));
}
