/** Whether links can be made where a backup lies: exFAT has none, and Windows lets few people make them. */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { temporaryName } from '../backup/temporaryName.ts';
import type { FileSystem } from './fileSystem.ts';
import { codeOf } from './refused.ts';

const NONE = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** @param folder absolute path; a link is made in it for a moment. Where it can't be written that is found out later. */
export function hasLinks(fs: FileSystem, folder: string): boolean {
  const probe = path.join(folder, temporaryName(randomUUID(), 0, 'tmp'));
  try {
    fs.symlink(Buffer.from('.'), probe);
    fs.unlink(probe);
    return true;
  } catch (error) {
    return !NONE.has(codeOf(error));
  }
}
