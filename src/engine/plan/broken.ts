/** A disk that can't be worked on any more, or a plan that is not the same any more, in the middle of it: said so that the person knows what is safe. */
import { PlanChanged } from './read.ts';
import { codeOf } from './refused.ts';

export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

const REASON: Readonly<Record<string, readonly [what: string, todo: string]>> = {
  ENOSPC: ['The disk is full', 'Make room'],
  EDQUOT: ['Your quota on this disk is used up', 'Make room'],
  EROFS: ['The disk can only be read now', 'Check the drive'],
  EIO: ['The disk reports an error', 'Check the drive and its cable'],
  ENOENT: ['The backup can’t be reached any more', 'Plug the drive in again'],
  ENODEV: ['The drive is gone', 'Plug it in again'],
  ENXIO: ['The drive is gone', 'Plug it in again'],
  ENOTCONN: ['The share is gone', 'Connect it again'],
  ESTALE: ['The share is gone', 'Connect it again'],
  EHOSTDOWN: ['The share is gone', 'Connect it again'],
  ENOTDIR: ['The backup can’t be reached any more', 'Plug the drive in again'],
  EACCES: ['The backup can’t be written any more', 'Check its permissions'],
  EPERM: ['The backup can’t be written any more', 'Check its permissions'],
};

/**
 * @param error of the system; any other is given back as it is
 * @param applied actions that are done, by this run and those before
 * @param again what to do to go on, as the end of a sentence
 */
export function brokenOff(error: unknown, applied: number, actions: number, again: string): unknown {
  if (error instanceof PlanChanged)
    return new BrokenOff(
      `${error.message} ${applied} of ${actions} actions are applied and safe, as the plan was when it was checked; of what was changed in it nothing is. Look at it, and ${again}: what is done is not done again.`,
      { cause: error },
    );
  const known = REASON[codeOf(error)];
  if (known == null) return error;
  const [what, todo] = known;
  return new BrokenOff(
    `${what} (${codeOf(error)}). ${applied} of ${actions} actions are applied and safe; no file that was there is lost or half-written. ${todo} and ${again}: it goes on from there.`,
    { cause: error },
  );
}
