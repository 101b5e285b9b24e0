import type { Command } from 'commander';
import { beginAhead } from '../../engine/jobs/surveying/lookAhead.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, defaultProcesses, withCommonOptions } from '../context.ts';
import { formatCount, formatDuration, formatNumberOf } from '../format.ts';

export function addIndex(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('index <backup>'))
    .description('read what is new or changed into the catalog')
    .addHelpText('after', MORE)
    .action(async (backup: string, options: CommonOptions) => {
      const root = backupPath(backup);
      // A drive that has to be listed is asked while all the rest is still being loaded.
      const ahead = beginAhead(root);
      const [{ index }, { runJobCommand }] = await Promise.all([
        import('../../engine/jobs/index.ts'),
        import('../runJobCommand.ts'),
      ]);
      exit(
        await runJobCommand(
          'index',
          root,
          options,
          call => index({ ...call, ahead, processes: options.jobs ?? defaultProcesses() }),
          (counts, seconds) =>
            `${formatNumberOf(Number(counts.assets), 'photo or video', 'photos and videos')} in ${formatNumberOf(Number(counts.files), 'file')}: ${formatCount(Number(counts.added))} new, ${formatCount(Number(counts.changed))} changed, ${formatCount(Number(counts.removed))} removed, ${formatCount(Number(counts.unchanged))} unchanged (${formatDuration(seconds)}).`,
        ),
      );
    });
}

const MORE = `
Names, sizes and times of all files are looked at; only what is new or changed is read. No file is changed, and no
recorded checksum. Stopped or killed, it goes on from there when it is run again.

Examples:
  keepsake index /photos
  keepsake index /photos --jobs 2 --json`;
