import { exportArguments } from '../export/choices.ts';
import type { Job, JobOptions } from './configured.ts';

/**
 * What the command line is given for a job. Values can't be taken for options: they were checked, and follow
 * an option of ours; the folder is absolute.
 * @param sources of an export: absolute paths
 */
export function jobArguments(job: Job, root: string, options: JobOptions, sources: readonly string[] = []): string[] {
  if (job === 'export') {
    const { jobs, from = 'auto', source: _source, quick: _quick, olderThan: _olderThan, ...choices } = options;
    const [name = job, ...rest] = exportArguments({ kind: from, sources, backup: root, choices });
    return [name, '--absolute-paths', ...(jobs != null ? [`--jobs=${jobs}`] : []), ...rest];
  }
  const args = [job, root, '--absolute-paths'];
  if (options.quick === true) args.push('--quick');
  if (options.olderThan != null) args.push('--older-than', options.olderThan);
  if (options.jobs != null) args.push('--jobs', String(options.jobs));
  return args;
}

/** The same for recording what another program changed. The files' paths are absolute. */
export function acceptArguments(root: string, files: readonly string[] | 'all-modified'): string[] {
  const args = ['accept', root, '--absolute-paths'];
  return files === 'all-modified' ? [...args, '--all-modified'] : [...args, '--', ...files];
}

/** The same for applying a plan. @param plan absolute path */
export function applyArguments(root: string, plan: string): string[] {
  return ['apply', '--absolute-paths', '--', root, plan];
}

/** The same for setting photos aside. @param list absolute path of a file with their ids */
export function setAsideArguments(root: string, list: string): string[] {
  return ['quarantine', '--absolute-paths', '--apply', '--assets', list, '--', root, 'add'];
}

export type Turn = 'left' | 'right' | '180';

/** @param quarters to the right, negative to the left @returns undefined where it is a whole turn */
export function turnAfter(quarters: number): Turn | undefined {
  return ([undefined, 'right', '180', 'left'] as const)[((quarters % 4) + 4) % 4];
}

/** The same for turning photos. @param list absolute path of a file with their ids */
export function rotateArguments(root: string, list: string, turn: Turn): string[] {
  return ['edit', '--absolute-paths', '--apply', '--rotate', turn, '--assets', list, '--', root];
}

/** The same for taking back a change. @param change its id */
export function undoArguments(root: string, change: string): string[] {
  return ['undo', '--absolute-paths', '--change', change, '--', root];
}
