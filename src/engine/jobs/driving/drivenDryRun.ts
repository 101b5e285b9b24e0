import fs from 'node:fs';
import path from 'node:path';
import { Store } from '../../catalog/store.ts';
import type { ExportOptions } from '../exporting/exportOptions.ts';
import type { JobResult } from '../job.ts';
import { NOTHING, ofPhotos, sum } from './drivenCounts.ts';
import type { DrivenProgram, DrivenTask } from './drivenProgram.ts';

/** Says what the program would be asked for, and changes nothing. */
export async function tellOnly(
  options: ExportOptions,
  program: DrivenProgram,
  task: DrivenTask,
  isBackup: boolean,
): Promise<JobResult> {
  const { root, reporter } = options;
  const store = isBackup ? Store.open(root, { ...options, create: false }) : undefined;
  try {
    const errand = await program.errand({ ...task, catalog: store?.db });
    for (const finding of errand.findings) reporter.finding(finding);
    const { call, wanted } = errand;
    reporter.note(
      call == null
        ? `${program.label} would not be started: there is nothing for it to do.`
        : `${program.label} would be started, ${wanted > 0 ? `for ${ofPhotos(wanted)}, ` : ''}with: ${shown(call.args.map(arg => arg.replace('{cwd}/', '')))}`,
    );
    const disk = fs.statfsSync(existing(root));
    const counts = { ...sum(errand.settled, { ...NOTHING, copied: wanted }), bytes: errand.bytes };
    const errors = errand.findings.filter(({ severity }) => severity === 'error').length;
    return { counts: { ...counts, free: disk.bavail * disk.bsize, dryRun: true }, errors };
  } finally {
    store?.close();
  }
}

/** As a person would type it. */
function shown(args: readonly string[]): string {
  return args.map(arg => (/^[\w./:=@{}-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`)).join(' ');
}

function existing(where: string): string {
  let part = where;
  while (!fs.existsSync(part) && part !== path.dirname(part)) part = path.dirname(part);
  return part;
}
