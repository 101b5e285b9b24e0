import type { Job, JobOptions } from './configured.ts';

/**
 * What the command line is given for a job. Values can't be taken for options: they were checked, and follow
 * an option of ours; the folder is absolute.
 */
export function jobArguments(job: Job, root: string, options: JobOptions): string[] {
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
