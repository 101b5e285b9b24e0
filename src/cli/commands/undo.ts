import type { Command } from 'commander';
import type { JobResult } from '../../engine/jobs/job.ts';
import { undo } from '../../engine/jobs/undo.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { formatCount, formatNumberOf } from '../format.ts';
import { printable } from '../printedPath.ts';
import { runJobCommand } from '../runJobCommand.ts';

/** What became of what was done. */
const WORDS: readonly (readonly [string, string, string])[] = [
  ['setAside', 'file was set aside into .keepsake/quarantine', 'files were set aside into .keepsake/quarantine'],
  ['movedBack', 'file is where it was', 'files are where they were'],
  ['rewritten', 'file has its old bytes', 'files have their old bytes'],
  ['unlinked', 'link was taken away', 'links were taken away'],
  ['linked', 'link is there again', 'links are there again'],
];

function sentence(counts: JobResult['counts']): string {
  const count = (name: string): number => Number(counts[name] ?? 0);
  const of = counts.title == null ? '' : ` of “${printable(String(counts.title))}”`;
  const parts = WORDS.flatMap(([name, one, more]) =>
    count(name) === 0 ? [] : [formatNumberOf(count(name), one, more)],
  );
  return `Took back ${formatCount(count('applied'))} of ${formatNumberOf(count('actions'), 'action')}${of}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

export function addUndo(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('undo <backup>'))
    .description('take back the last change, or the one named')
    .option('--change <id>', 'the change to take back')
    .addHelpText('after', MORE)
    .action(async (backup: string, options: CommonOptions & { change?: string }) => {
      exit(
        await runJobCommand(
          'undo',
          backupPath(backup),
          options,
          call => undo({ ...call, change: options.change }),
          sentence,
        ),
      );
    });
}

const MORE = `
Takes back what "keepsake accept" recorded, or what an applied plan did: what it copied is set aside, what it moved or
set aside goes back, what it rewrote has its old bytes again. Each says the id of its change; without --change it is the
last one that is not yet taken back. What was changed again since is left as it is.

Examples:
  keepsake undo /photos
  keepsake undo /photos --change 01890a5d-ac96-774b-bcce-b302099a8057`;
