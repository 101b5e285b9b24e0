import type { ExportOptions } from '../exporting/exportOptions.ts';
import type { JobResult } from '../job.ts';
import { exportDriven } from './drivenExport.ts';
import type { DrivenProgram } from './drivenProgram.ts';
import { osxphotos } from './osxphotos/osxphotosProgram.ts';

/** Every program that works in the backup itself. A new one is a line here. */
const DRIVEN: readonly DrivenProgram[] = [osxphotos];

/**
 * Exports by way of another program, where that is what was asked for.
 * @returns undefined where it is not. @throws as {@link exportDriven}
 */
export async function driven(options: ExportOptions): Promise<JobResult | undefined> {
  const program = DRIVEN.find(({ kind }) => kind === options.from);
  return program?.accepts(options.sources) === true ? await exportDriven(options, program) : undefined;
}
