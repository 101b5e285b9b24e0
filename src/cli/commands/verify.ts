import type { Command } from 'commander';
import type { JobResult } from '../../engine/jobs/job.ts';
import { type VerifyOptions, verify } from '../../engine/jobs/verify.ts';
import { type CommonOptions, resolvePath, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatBytes, formatCount, formatDuration, formatNumberOf } from '../format.ts';
import { runJobCommand } from '../runJobCommand.ts';

interface Options extends CommonOptions {
  readonly quick?: boolean;
  readonly olderThan?: number;
  readonly restart?: boolean;
}

const ZERO = { files: 0, verified: 0, corrupt: 0, missing: 0, extra: 0, modified: 0, moved: 0, damaged: 0, bytes: 0 };
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30d`, `12h`, `2w`, `90m`; a number alone is days. @returns ms @throws {UsageError} */
export function parseAge(text: string): number {
  const found = /^(\d{1,6})([mhdw]?)$/.exec(text.trim());
  if (found == null) throw new UsageError(`"${text}" is no age: give for example 30d, 12h or 2w.`);
  return Number(found[1]) * (UNITS[found[2] || 'd'] ?? 0);
}

function sentence(counts: JobResult['counts'], seconds: number): string {
  const count = (name: string): number => Number(counts[name]);
  const said = (['corrupt', 'missing', 'modified', 'moved', 'extra'] as const)
    .filter(name => count(name) > 0)
    .map(name => `${formatCount(count(name))} ${name}`);
  const proved = `${formatCount(count('verified'))} of ${formatNumberOf(count('files'), 'file')} verified, ${formatBytes(count('bytes'))} read in ${formatDuration(seconds)}`;
  return said.length === 0 ? `All well: ${proved}.` : `${proved}: ${said.join(', ')}.`;
}

function quickSentence(counts: JobResult['counts'], seconds: number): string {
  const different = Number(counts.missing) + Number(counts.extra) + Number(counts.modified);
  const looked = `${formatNumberOf(Number(counts.files), 'file')} looked at by size and time in ${formatDuration(seconds)}; no bytes were read`;
  return different === 0
    ? `Nothing has changed: ${looked}.`
    : `${looked}: ${counts.missing} missing, ${counts.modified} modified, ${counts.extra} extra.`;
}

export function addVerify(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('verify <backup>'))
    .description('prove that every file is as it was recorded')
    .option('--quick', 'by size and time only, reading no bytes')
    .option('--older-than <age>', 'only what was last verified longer ago than this, for example 30d', parseAge)
    .option('--restart', 'begin anew where the last run was interrupted')
    .action(async (backup: string, options: Options) => {
      const chosen: Pick<VerifyOptions, 'quick' | 'olderThan' | 'restart'> = {
        quick: options.quick === true,
        olderThan: options.olderThan ?? 0,
        restart: options.restart === true,
      };
      exit(
        await runJobCommand(
          'verify',
          resolvePath(backup),
          options,
          ZERO,
          call => verify({ ...call, ...chosen }),
          chosen.quick ? quickSentence : sentence,
        ),
      );
    });
}
