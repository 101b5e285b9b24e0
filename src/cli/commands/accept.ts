import type { Command } from 'commander';
import { accept } from '../../engine/jobs/accept.ts';
import type { JobResult } from '../../engine/jobs/job.ts';
import { type CommonOptions, pathInBackup, resolvePath, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatNumberOf } from '../format.ts';
import { runJobCommand } from '../runJobCommand.ts';

interface Options extends CommonOptions {
  readonly allModified?: boolean;
  readonly corrupt?: boolean;
}

export function addAccept(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('accept <backup> [paths...]'))
    .description('record what another program changed (undoable)')
    .option('--all-modified', 'all files that the last verification found modified')
    .option('--corrupt', 'also where size and time are as recorded, which is how rot looks')
    .action(async (backup: string, paths: string[], options: Options) => {
      if (options.allModified === true ? paths.length > 0 : paths.length === 0)
        throw new UsageError('Give the paths to accept, or --all-modified.');
      const root = resolvePath(backup);
      const wanted = options.allModified === true ? 'all-modified' : paths.map(path => pathInBackup(root, path));
      exit(
        await runJobCommand(
          'accept',
          root,
          options,
          call => accept({ ...call, paths: wanted, corrupt: options.corrupt === true }),
          counts => sentence(counts),
        ),
      );
    });
}

function sentence(counts: JobResult['counts']): string {
  if (counts.change == null)
    return counts.refused === true
      ? 'Nothing was accepted.'
      : 'Nothing to accept: the record already says what is there.';
  const removed = Number(counts.removed);
  const kept = Number(counts.files) - removed;
  const said = [
    ...(kept > 0 ? [`Accepted ${formatNumberOf(kept, 'file')} as ${kept === 1 ? 'it is' : 'they are'} now.`] : []),
    ...(removed > 0 ? [`Took ${formatNumberOf(removed, 'file')} off the record.`] : []),
  ];
  return `${said.join(' ')} "keepsake undo" takes it back (change ${counts.change}).`;
}
