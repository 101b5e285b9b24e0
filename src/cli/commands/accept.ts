import type { Command } from 'commander';
import { Store } from '../../engine/catalog/store.ts';
import { accept } from '../../engine/jobs/accept.ts';
import type { JobResult } from '../../engine/jobs/job.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, catalogPath, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatNumberOf } from '../format.ts';
import { pathInBackup } from '../pathInBackup.ts';
import { runJobCommand } from '../runJobCommand.ts';

interface Options extends CommonOptions {
  readonly allModified?: boolean;
  readonly corrupt?: boolean;
}

const PATHS = `
A PATH is one that Keepsake printed, relative to the backup, or one as your shell gives it: absolute, or from where
you are (./ before it, where both are there). What can't be printed stands as \\xE9 (a byte that is not UTF-8) or
\\u000a (a character that can't be seen), and may be given back so.

Examples:
  keepsake accept /photos 2019/07/01/IMG_1.HEIC
  keepsake accept /photos --all-modified
  cd /photos/2019 && keepsake accept .. IMG_1.HEIC`;

export function addAccept(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('accept <backup> [paths...]'))
    .description('record what another program changed (undoable)')
    .addHelpText('after', PATHS)
    .option('--all-modified', 'all files that the last verification found modified')
    .option('--corrupt', 'also where size and time are as recorded, which is how rot looks')
    .action(async (backup: string, paths: string[], options: Options) => {
      if (options.allModified === true ? paths.length > 0 : paths.length === 0)
        throw new UsageError('Give the paths to accept, or --all-modified.');
      const root = backupPath(backup);
      const wanted = options.allModified === true ? 'all-modified' : named(root, paths, catalogPath(options));
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

function named(root: string, paths: readonly string[], catalog: string | undefined): readonly string[] {
  let store: Store | undefined;
  try {
    store = Store.open(root, { create: false, catalog });
  } catch {
    // The job itself says why.
  }
  try {
    return paths.map(path => pathInBackup(root, path, store?.db));
  } finally {
    store?.close();
  }
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
