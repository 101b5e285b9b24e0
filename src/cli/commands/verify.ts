import type { Command } from 'commander';
import type { JobResult } from '../../engine/jobs/job.ts';
import { type VerifyOptions, verify } from '../../engine/jobs/verify.ts';
import { verifyManifest } from '../../engine/jobs/verifyManifest.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, resolvePath, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatBytes, formatCount, formatDuration, formatNumberOf } from '../format.ts';
import { printable } from '../printedPath.ts';
import { runJobCommand } from '../runJobCommand.ts';
import { keepHeapSmall } from '../smallHeap.ts';

interface Options extends CommonOptions {
  readonly quick?: boolean;
  readonly olderThan?: number;
  readonly restart?: boolean;
  readonly manifest?: string;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30d`, `12h`, `2w`, `90m`; a number alone is days. @returns ms @throws {UsageError} */
export function parseAge(text: string): number {
  const found = /^(\d{1,6})([mhdw]?)$/.exec(text.trim());
  if (found == null) throw new UsageError(`"${text}" is no age: give for example 30d, 12h or 2w.`);
  return Number(found[1]) * (UNITS[found[2] || 'd'] ?? 0);
}

export function sentence(counts: JobResult['counts'], seconds: number): string {
  const count = (name: string): number => Number(counts[name] ?? 0);
  const proved = `${formatCount(count('verified'))} of ${formatNumberOf(count('files'), 'file')} verified, ${formatBytes(count('bytes'))} read in ${formatDuration(seconds)}`;
  const said = (['corrupt', 'empty', 'missing', 'modified', 'moved', 'extra'] as const)
    .filter(name => count(name) > 0)
    .map(name => `${formatCount(count(name))} ${name}`);
  if (count('unread') > 0) said.push(`${formatCount(count('unread'))} could not be read`);
  if (count('recent') > 0) said.push(`${formatCount(count('recent'))} verified lately and not due`);
  if (said.length > 0) return `${proved}: ${said.join(', ')}.`;
  const isWell = count('errors') === 0 && count('files') > 0 && count('verified') === count('files');
  return isWell ? `All well: ${proved}.` : `${proved}.`;
}

function quickSentence(counts: JobResult['counts'], seconds: number): string {
  const looked = `${formatNumberOf(Number(counts.files), 'file')} looked at by size and time in ${formatDuration(seconds)}; no bytes were read`;
  const said = (['missing', 'modified', 'extra', 'corrupt', 'empty'] as const)
    .filter(name => Number(counts[name] ?? 0) > 0)
    .map(name => `${formatCount(Number(counts[name]))} ${name}`);
  if (said.length > 0) return `${looked}: ${said.join(', ')}.`;
  return Number(counts.errors) === 0 && Number(counts.files) > 0 ? `Nothing has changed: ${looked}.` : `${looked}.`;
}

const MORE = `
The first run records a SHA-256 of every file; later ones compare. What is corrupt (bytes changed, size and time not),
missing or unreadable makes the exit status 1; modified, moved and extra files are warnings. No file is changed.

--manifest takes what sha256sum (also --tag), shasum -a 256, rclone hashsum sha256, hashdeep and BagIt write; its paths
are taken from the backup's root, or, where none of them is there, from the folder that the list lies in.

Examples:
  keepsake verify /photos
  keepsake verify /photos --quick
  keepsake verify /photos --older-than 30d
  keepsake verify /photos --manifest /media/old-drive/SHA256SUMS`;

async function againstManifest(backup: string, manifest: string, options: Options): Promise<number> {
  const other = (['quick', 'olderThan', 'restart'] as const).find(name => options[name] != null);
  if (other != null)
    throw new UsageError(
      `--manifest reads every file that is listed: leave --${other === 'olderThan' ? 'older-than' : other} out.`,
    );
  if (manifest.trim() === '') throw new UsageError('--manifest wants the name of a file, and it is empty.');
  const file = resolvePath(manifest);
  return runJobCommand(
    'verify',
    backupPath(backup),
    options,
    call => verifyManifest({ ...call, manifest: file }),
    (counts, seconds) => `Against ${printable(file)}: ${sentence(counts, seconds)}`,
  );
}

export function addVerify(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('verify <backup>'))
    .description('prove that every file is as it was recorded')
    .option('--quick', 'by size and time only, reading no bytes')
    .option('--older-than <age>', 'only what was last verified longer ago than this, for example 30d', parseAge)
    .option('--restart', 'begin anew where the last run was interrupted')
    .option('--manifest <file>', 'against this list of SHA-256 sums; nothing is recorded')
    .addHelpText('after', MORE)
    .action(async (backup: string, options: Options) => {
      keepHeapSmall();
      const { manifest } = options;
      if (manifest != null) return exit(await againstManifest(backup, manifest, options));
      const chosen: Pick<VerifyOptions, 'quick' | 'olderThan' | 'restart'> = {
        quick: options.quick === true,
        olderThan: options.olderThan ?? 0,
        restart: options.restart === true,
      };
      exit(
        await runJobCommand(
          'verify',
          backupPath(backup),
          options,
          call => verify({ ...call, ...chosen }),
          chosen.quick ? quickSentence : sentence,
        ),
      );
    });
}
