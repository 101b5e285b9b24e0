import fs from 'node:fs';
import type { Command } from 'commander';
import type { JobResult } from '../../engine/jobs/job.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, defaultProcesses, resolvePath, withCommonOptions } from '../context.ts';
import { copyRequest, type EditFlags, editRequest } from '../editRequest.ts';
import { UsageError } from '../exit.ts';
import { formatBytes, formatCount, formatNumberOf } from '../format.ts';
import { printable } from '../printedPath.ts';
import { QUERY_HELP } from '../queryHelp.ts';
import { runJobCommand } from '../runJobCommand.ts';

interface Options extends CommonOptions, EditFlags {
  readonly select?: string;
  readonly assets?: string;
  readonly to: string;
  readonly apply?: boolean;
  readonly plan?: string;
}

const MORE = `${QUERY_HELP}

Tags: title description keywords people rating creator copyright date, and exiftool's names for the rest
(XMP-photoshop:City). TAG=VALUE sets and TAG= takes away; of keywords, people and creator TAG+=VALUE adds one and
TAG-=VALUE takes one away. A value is one keyword, with its commas; --set may be given many times.

Without --apply a plan is written and nothing else; read it, cut it down, and apply it. Each file is built anew beside
its place with the picture proved to be the same, and its old bytes come back with "keepsake undo". Live photos and edits
are changed with their original. RAW, and what else nothing is written into, gets an XMP beside it; one that is there
is edited. Shifting moves every time that a file states; the zone stays.

Examples:
  keepsake edit /photos --select 'camera:"X100" date:2019-07' --shift-time +1h --apply
  keepsake edit /photos --select 'path:2019/07' --set keywords+=summer --set 'people+=Ana' --plan summer.plan.jsonl
  keepsake edit /photos --select 'path:scans/0012.tif' --set date=1987-06-01 --set 'title=By the lake' --apply
  keepsake edit /photos --select 'album:Paris -has:gps' --set-gps 48.8583,2.2945 --apply
  keepsake edit /photos --select 'path:2020/05/07 -has:gps' --copy-from 2020/05/07/IMG_0012.jpg --copy gps --apply
  keepsake edit /photos --select 'path:2020/05/07 -has:time' --date-from previous --apply
  keepsake edit /photos --select 'year:2020' --zone +02:00 --keep instant --apply
  keepsake edit /photos --select 'path:scans/0012.tif' --rotate right --apply
  keepsake undo /photos`;

function sentence(counts: JobResult['counts']): string {
  const count = (name: string): number => Number(counts[name] ?? 0);
  const rest = [
    ...(count('unchanged') > 0 ? [`${formatCount(count('unchanged'))} so already`] : []),
    ...(count('skipped') > 0 ? [`${formatCount(count('skipped'))} left alone`] : []),
    ...(count('failed') > 0 ? [`${formatCount(count('failed'))} failed`] : []),
  ];
  const more = rest.length > 0 ? `: ${rest.join(', ')}` : '';
  if (counts.plan != null) {
    const photos = formatNumberOf(count('assets'), 'photo or video', 'photos and videos');
    return `${photos} to be edited, ${formatNumberOf(count('actions'), 'file')} (${formatBytes(count('bytes'))}) to be written${more}. The plan is ${printable(String(counts.plan))}; "keepsake apply" does it.`;
  }
  const undo = counts.change == null ? '' : ` "keepsake undo" takes it back (change ${counts.change}).`;
  return `Wrote ${formatCount(count('applied'))} of ${formatNumberOf(count('actions'), 'file')}${more}.${undo}`;
}

/** @throws {UsageError} */
function selectionOf({ select, assets }: Options): string | readonly string[] {
  if ((select == null) === (assets == null))
    throw new UsageError('Say which photos to edit, by --select or by --assets; --select "*" edits all.');
  if (assets != null) return idsIn(resolvePath(assets));
  if (select == null || select.trim() === '')
    throw new UsageError('The query is empty. Say which photos to edit; --select "*" edits all.');
  return select;
}

function idsIn(file: string): readonly string[] {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can’t be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const ids = text.split(/\s+/).filter(word => word !== '');
  const wrong = ids.find(id => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  if (wrong != null) throw new UsageError(`"${printable(wrong.slice(0, 80))}" in ${file} is no id of a photo.`);
  if (ids.length === 0) throw new UsageError(`There is no id in ${file}.`);
  return ids;
}

const more = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function addEdit(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('edit <backup>'))
    .description('change date, place, words, rating or turn of what a query finds (undoable)')
    .option('--select <query>', 'the photos and videos to edit; * is all')
    .option('--assets <file>', 'instead of a query: a file with their ids, as "list --json" gives them, a line each')
    .option('--set <tag=value>', 'TAG=VALUE, TAG+=VALUE or TAG-=VALUE; may be given again', more)
    .option('--shift-time <duration>', 'later or earlier: +1h, -30m, +2d, +1:30')
    .option('--zone <offset>', 'the zone that it was taken in, such as +02:00; with --keep')
    .option('--keep <what>', 'with --zone: instant, or wall (what the clock showed)')
    .option(
      '--date-from <what>',
      'the date as it stands in: sidecar, filename or mtime; or of the next or previous photo',
    )
    .option('--set-gps <lat,lon>', 'where it was taken: degrees, or the address of a map')
    .option('--album-keywords', 'the names of the albums that each is in, among its keywords')
    .option('--rotate <where>', 'left, right or 180: how it is shown; the picture itself stays as it is')
    .option('--copy-from <photo>', 'a photo in the backup (its path or id) that --copy takes from')
    .option('--copy <fields>', 'with --copy-from: date,gps,title,description,keywords,people,creator,copyright,rating')
    .option('--remove <what>', 'gps: nothing of the place stays', more)
    .option('--to <where>', 'file (where that can be), or sidecar (an XMP beside it)', 'file')
    .option('--apply', 'do it at once')
    .option('--plan <file>', 'where the plan is put')
    .addHelpText('after', MORE)
    .action(async (backup: string, options: Options) => {
      const { to } = options;
      const select = selectionOf(options);
      if (to !== 'file' && to !== 'sidecar')
        throw new UsageError(`"${printable(to)}" is no place to write to: give file or sidecar.`);
      const change = editRequest(options);
      if (change.turn != null && to === 'sidecar')
        throw new UsageError('A sidecar turns no picture: --rotate goes with --to file.');
      const copy = copyRequest(options);
      const plan = options.plan == null ? undefined : resolvePath(options.plan);
      const processes = options.jobs ?? defaultProcesses();
      const { edit } = await import('../../engine/jobs/edit.ts');
      exit(
        await runJobCommand(
          'edit',
          backupPath(backup),
          options,
          call => edit({ ...call, select, change, copy, to, apply: options.apply === true, plan, processes }),
          sentence,
        ),
      );
    });
}
