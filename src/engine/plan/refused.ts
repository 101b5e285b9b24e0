/** Why one action is not taken, while the others go on. */
import type { FindingCode } from '../catalog/findings.ts';

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: FindingCode;
  /** @param message a sentence: what is the matter. That nothing was changed is added by who tells it. */
  constructor(code: FindingCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The source does not give a file whole: nothing is the matter with the place that it was to come to. */
export class SourceFailed extends Refused {}

/** Errors of the system that concern one file; all others mean that the disk can't be worked on any more. */
const OF_ONE_FILE = new Set([
  'EACCES',
  'EPERM',
  'EEXIST',
  'EFBIG',
  'EILSEQ',
  'EINVAL',
  'EISDIR',
  'ELOOP',
  'EMLINK',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'ENOTEMPTY',
  'EBUSY',
  'ETXTBSY',
]);

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? '';

/** @param isThere whether the backup itself can still be seen */
export function isOfOneFile(error: unknown, isThere: () => boolean): boolean {
  return OF_ONE_FILE.has(codeOf(error)) && isThere();
}

/** The system says that one may not, rather than that it can't be done. */
export const isOfRights = (error: unknown): boolean => ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error));

/** There may be room for less. */
export const isOfRoom = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error));

/** How systems say that they have no hard links (exFAT, FAT, some shares). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES', 'EMLINK']);
export const hasNoLinks = (error: unknown): boolean => NO_LINKS.has(codeOf(error));
