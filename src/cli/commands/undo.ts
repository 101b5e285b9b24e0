import path from 'node:path';
import type { Command } from 'commander';
import type { JobResult } from '../../engine/jobs/job.ts';
import { undo } from '../../engine/jobs/undo.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { formatCount, formatNumberOf } from '../format.ts';
import { printable } from '../printedPath.ts';
import { runJobCommand } from '../runJobCommand.ts';
import { keepHeapSmall } from '../smallHeap.ts';

/** What became of what was done. */
const WORDS: readonly (readonly [string, string, string])[] = [
  ['setAside', 'file was set aside into .keepsake/quarantine', 'files were set aside into .keepsake/quarantine'],
  ['movedBack', 'file is where it was', 'files are where they were'],
  ['rewritten', 'file has its old bytes', 'files have their old bytes'],
  ['valuesBack', 'file has its old values, beneath a newer edit', 'files have their old values, beneath a newer edit'],
  ['unlinked', 'link was taken away', 'links were taken away'],
  ['linked', 'link is there again', 'links are there again'],
];

function sentence(root: string, counts: JobResult['counts']): string {
  const count = (name: string): number => Number(counts[name] ?? 0);
  if (counts.albums === true)
    return `Took back ${formatCount(count('applied'))} of ${formatNumberOf(count('actions'), 'change')} of “${printable(String(counts.title))}”.`;
  if (counts.marks === true)
    return `${formatNumberOf(count('applied'), 'photo or video', 'photos and videos')} of ${formatCount(count('actions'))} had marks of “${printable(String(counts.title))}” taken back.`;
  const of = counts.title == null ? '' : ` of “${printable(String(counts.title))}”`;
  const parts = WORDS.flatMap(([name, one, more]) =>
    count(name) === 0 ? [] : [formatNumberOf(count(name), one, more)],
  );
  const place = path.join(root, '.keepsake', 'quarantine', String(counts.change));
  const where =
    count('setAside') === 0
      ? ''
      : ` They lie in ${printable(place)}, and take up room there as before; delete that folder when you are sure that you want none of them.`;
  const marked =
    count('marked') === 0
      ? ''
      : ` Marks and albums of ${formatNumberOf(count('marked'), 'photo')} were not taken back: they stay on the record, for when the photos come again.`;
  return `Took back ${formatCount(count('applied'))} of ${formatNumberOf(count('actions'), 'action')}${of}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.${where}${marked}`;
}

export function addUndo(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('undo <backup>'))
    .description('take back the last change, or the one named')
    .option('--change <id>', 'the change to take back')
    .addHelpText('after', MORE)
    .action(async (backup: string, options: CommonOptions & { change?: string }) => {
      keepHeapSmall();
      const root = backupPath(backup);
      exit(
        await runJobCommand(
          'undo',
          root,
          options,
          call => undo({ ...call, change: options.change }),
          counts => sentence(root, counts),
        ),
      );
    });
}

const MORE = `
Takes back what "keepsake mark", "keepsake album" or "keepsake accept" recorded, or what an export or an applied plan did: what it copied is set aside, what
it moved or set aside goes back, what it rewrote has its old bytes again. Each says the id of its change; without --change
it is the last one that is not yet taken back. Where a newer edit stands
on one of a photo's metadata, its old values come back as a new edit instead; a value that was set again since stays,
and is said.

What is set aside lies in .keepsake/quarantine/ID, with the id of the undo, under the path that it had. It takes up as
much room as before: no byte is deleted. Delete the folder when you are sure that you want none of it, or take the undo
itself back ("keepsake undo BACKUP --change ID").

Marks and albums are changes too, one for each time: photos have the marks again that they had before, and albums
their photos and names, but for what was changed again since. An undo of an export leaves marks and albums on the record, and a photo that comes again has them.

Examples:
  keepsake undo /photos
  keepsake undo /photos --change 01890a5d-ac96-774b-bcce-b302099a8057`;
