import type { Command } from 'commander';
import { undo } from '../../engine/jobs/undo.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { formatCount, formatNumberOf } from '../format.ts';
import { runJobCommand } from '../runJobCommand.ts';

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
          counts =>
            `Took back ${formatCount(Number(counts.applied))} of ${formatNumberOf(Number(counts.actions), 'action')}.`,
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
