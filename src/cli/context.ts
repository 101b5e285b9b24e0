/** The options that every command has, and the folder that it is about. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from './exit.ts';

export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly catalog?: string;
  readonly jobs?: number;
  readonly absolutePaths?: boolean;
}

/**
 * Where the person stands: under `npm run` of this package that is not the working folder. Another package's
 * script that calls us stands where it says; its INIT_CWD is none of ours.
 */
export function standing(): string {
  const { INIT_CWD, npm_lifecycle_event, npm_package_name } = process.env;
  return INIT_CWD != null && npm_lifecycle_event != null && npm_package_name === 'keepsake' ? INIT_CWD : process.cwd();
}

export function resolvePath(given: string): string {
  return path.resolve(standing(), given);
}

/** @throws {UsageError} */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 64)
    throw new UsageError(`"${text}" is no number of processes: give 1 to 64.`);
  return value;
}

export function defaultProcesses(): number {
  return Math.min(4, Math.max(1, os.availableParallelism()));
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'one JSON object a line on standard output')
    .option('--quiet', 'errors and the result only')
    .option('--catalog <file>', 'use this catalog file, not the one in the cache folder')
    .option('--jobs <n>', 'processes that read at the same time', positiveInteger)
    .option('--absolute-paths', 'findings with whole paths, as editors want them');
}

/** @returns absolute path of the catalog that was named; undefined for the one in the cache folder @throws {UsageError} */
export function catalogPath({ catalog }: CommonOptions): string | undefined {
  if (catalog == null) return undefined;
  const file = resolvePath(catalog);
  if (catalog.trim() === '' || fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new UsageError(
      `--catalog wants the name of a file, and ${catalog.trim() === '' ? 'none was given' : `${file} is a folder`}: give for example ${path.join(file, 'catalog.db')}.`,
    );
  return file;
}
