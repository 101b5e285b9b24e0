import fs from 'node:fs';
import type { Command } from 'commander';
import { quarantine } from '../../engine/catalog/quarantine.ts';
import type { JobResult } from '../../engine/jobs/job.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, defaultProcesses, resolvePath, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatBytes, formatCount, formatNumberOf } from '../format.ts';
import { printable } from '../printedPath.ts';
import { QUERY_HELP } from '../queryHelp.ts';
import { runJobCommand } from '../runJobCommand.ts';
import { type Look, runLook } from '../runLook.ts';

interface Options extends CommonOptions {
  readonly select?: string;
  readonly assets?: string;
  readonly apply?: boolean;
  readonly plan?: string;
}

const MORE = `
list tells what was set aside, where it was, and by which change. add sets photos and videos aside, each with all of its
files: live videos, edits, RAW, sidecars. They go to .keepsake/quarantine, whole and as they are, and take up as much
room there as before; no byte is deleted. "keepsake undo" brings them back, with their marks and albums.

Without --apply add writes a plan to the file that --plan names, and does nothing else.

Examples:
  keepsake quarantine /photos list
  keepsake quarantine /photos add --select 'flag:reject' --apply
  keepsake undo /photos
${QUERY_HELP}`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @returns a query, or ids @throws {UsageError} */
function selected({ select, assets }: Options): string | readonly string[] {
  if ((select == null) === (assets == null))
    throw new UsageError('Say which photos are to be set aside: --select QUERY, or --assets FILE with their ids.');
  if (select != null) {
    if (select.trim() === '') throw new UsageError('The query is empty. Say which photos; --select "*" is all.');
    return select;
  }
  const file = resolvePath(assets ?? '');
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${printable(file)} can’t be read: ${(error as Error).message}. Nothing was changed.`);
  }
  const ids = text.split(/\s+/).filter(id => id !== '');
  const wrong = ids.find(id => !UUID.test(id));
  if (wrong != null)
    throw new UsageError(
      `"${printable(wrong.slice(0, 80))}" in ${printable(file)} is no id of a photo. Nothing was changed.`,
    );
  return ids;
}

async function tell(look: Look): Promise<string> {
  let bytes = 0;
  let files = 0;
  let change = '';
  for (const one of quarantine(look.store.db, look.store.layout)) {
    const at = one.at == null ? '' : new Date(one.at).toISOString();
    if (look.json) {
      const raw = one.path.raw == null ? {} : { pathBytes: one.path.raw.toString('base64') };
      const line = { type: 'quarantined', path: one.path.text, ...raw, place: one.place.text, size: one.size };
      await look.print(
        JSON.stringify({ ...line, change: one.change, ...(one.title != null && { title: one.title, at }) }),
      );
    } else {
      if (one.change !== change)
        await look.print(
          `${change === '' ? '' : '\n'}${printable(one.title ?? 'No record tells of this change')}${at === '' ? '' : `, ${at.slice(0, 16).replace('T', ' ')} UTC`} (change ${one.change})`,
        );
      await look.print(`${formatBytes(one.size).padStart(9)}  ${printable(one.path.text)}`);
    }
    change = one.change;
    files++;
    bytes += one.size;
  }
  look.counts.files = files;
  look.counts.bytes = bytes;
  if (files === 0) return 'Nothing is set aside.';
  return `${formatNumberOf(files, 'file is', 'files are')} set aside, ${formatBytes(bytes)}. "keepsake undo --change ID" takes a change back.`;
}

function sentence(counts: JobResult['counts']): string {
  const count = (name: string): number => Number(counts[name] ?? 0);
  const photos = formatNumberOf(count('assets'), 'photo or video', 'photos and videos');
  const files = formatNumberOf(count('actions'), 'file');
  const skipped = count('skipped') > 0 ? ` ${formatCount(count('skipped'))} left alone.` : '';
  if (count('actions') === 0) return `Nothing was set aside.${skipped}`;
  if (counts.plan != null)
    return `${photos} would be set aside (${files}, ${formatBytes(count('bytes'))}).${skipped} The plan is ${printable(String(counts.plan))}; "keepsake apply" does it.`;
  const undo = counts.change == null ? '' : ` "keepsake undo" brings them back (change ${counts.change}).`;
  return `Set aside ${formatCount(count('applied'))} of ${files} of ${photos}, ${formatBytes(count('bytes'))}.${skipped}${undo}`;
}

export function addQuarantine(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('quarantine <backup> <act>'))
    .description('set photos aside, and tell what is: act is list or add')
    .option('--select <query>', 'add: the photos and videos; * is all')
    .option('--assets <file>', 'add: their ids, as list gives them, one a line')
    .option('--apply', 'add: do it at once')
    .option('--plan <file>', 'add: where the plan is put')
    .addHelpText('after', MORE)
    .action(async (backup: string, act: string, options: Options) => {
      if (act === 'list') return exit(await runLook('quarantine', backup, options, tell));
      if (act !== 'add') throw new UsageError(`"${printable(act)}" can’t be done with a quarantine: list or add.`);
      const apply = options.apply === true;
      if (!apply && options.plan == null)
        throw new UsageError(
          'Say what is to come of it: --plan FILE for a plan to read first, or --apply to do it at once.',
        );
      const select = selected(options);
      const plan = options.plan == null ? undefined : resolvePath(options.plan);
      const processes = options.jobs ?? defaultProcesses();
      const { setAside } = await import('../../engine/jobs/setAside.ts');
      exit(
        await runJobCommand(
          'quarantine',
          backupPath(backup),
          options,
          call => setAside({ ...call, select, apply, plan, processes }),
          sentence,
        ),
      );
    });
}
