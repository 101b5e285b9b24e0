import type { Command } from 'commander';
import { accept } from '../../engine/jobs/accept.ts';
import { type CommonOptions, pathInBackup, resolvePath, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatNumberOf } from '../format.ts';
import { runJobCommand } from '../runJobCommand.ts';

interface Options extends CommonOptions {
  readonly allModified?: boolean;
}

export function addAccept(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('accept <backup> [paths...]'))
    .description('record what another program changed (undoable)')
    .option('--all-modified', 'all files that the last verification found modified')
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
          call => accept({ ...call, paths: wanted }),
          counts =>
            counts.change == null
              ? 'Nothing to accept: the record already says what is there.'
              : `Accepted ${formatNumberOf(Number(counts.files), 'file')} as ${counts.files === 1 ? 'it is' : 'they are'} now. "keepsake undo" takes it back (change ${counts.change}).`,
        ),
      );
    });
}
