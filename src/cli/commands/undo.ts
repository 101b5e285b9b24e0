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
