import type { Command } from 'commander';
import type { JobResult } from '../../engine/jobs/job.ts';
import { headerOf, sourcePaths } from '../../engine/plan/headerOf.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, resolvePath, withCommonOptions } from '../context.ts';
import { formatBytes, formatCount, formatNumberOf } from '../format.ts';
import { type JobCall, runJobCommand } from '../runJobCommand.ts';
import { keepHeapSmall } from '../smallHeap.ts';

const MORE = `
Does what a plan says, in batches: each file is built beside its place, proved, and only then takes its name. Nothing
is overwritten or deleted; what is set aside lies in .keepsake/quarantine. Stopped, or the drive pulled out, the same
command goes on where it was. A plan that was made for a folder which was no backup yet makes it one. What was changed since the plan was made is left alone and told of.

Examples:
  keepsake plan show dedupe.plan.jsonl
  keepsake apply /photos dedupe.plan.jsonl
  keepsake undo /photos`;

function sentence(counts: JobResult['counts'], seconds: number): string {
  const count = (name: string): number => Number(counts[name] ?? 0);
  const bytes = count('bytes');
  const rate = bytes > 0 && seconds > 0.5 ? `, ${formatBytes(bytes)} at ${formatBytes(bytes / seconds)}/s` : '';
  const rest = [
    ...(count('unchanged') > 0 ? [`${formatCount(count('unchanged'))} done before`] : []),
    ...(count('skipped') > 0 ? [`${formatCount(count('skipped'))} skipped`] : []),
    ...(count('failed') > 0 ? [`${formatCount(count('failed'))} failed`] : []),
  ];
  const photos =
    counts.copied == null ? '' : ` (${formatNumberOf(count('copied'), 'photo or video', 'photos and videos')})`;
  // An XMP that stands in for tags is not made where they could be written.
  const wanted = count('actions') - count('unneeded');
  const undo = count('applied') > 0 ? ` "keepsake undo" takes it back (change ${counts.change}).` : '';
  return `Applied ${formatCount(count('applied'))} of ${formatNumberOf(wanted, 'action')}${photos}${rate}${rest.length > 0 ? `: ${rest.join(', ')}` : ''}.${undo}`;
}

export function addApply(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('apply <backup> <plan>'))
    .description('do what a plan says (undoable)')
    .addHelpText('after', MORE)
    .action(async (backup: string, plan: string, options: CommonOptions) => {
      // Loaded where it is asked for: a plan may be an export's, which brings every kind of source with it.
      const { apply } = await import('../../engine/jobs/apply.ts');
      keepHeapSmall();
      const file = resolvePath(plan);
      const start = (call: JobCall): Promise<JobResult> => apply({ ...call, plan: file });
      exit(await runJobCommand('apply', backupPath(backup), options, start, sentence, sourcePaths(headerOf(file))));
    });
}
