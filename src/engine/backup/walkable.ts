/**
 * Which names and paths a walk of a backup could give. All others are somebody else's doing, wherever they stand: in
 * a ledger, in a snapshot, in a list of checksums.
 */
import { KEEPSAKE } from './layout.ts';

/** Between the parts of a path. Windows knows two. */
const SEPARATOR = process.platform === 'win32' ? /[/\\]/ : '/';

const isPart = (part: string): boolean => part !== '' && part !== '.' && part !== '..';

/** @param name as text, or its bytes as Latin-1 */
export function isWalkableName(name: string): boolean {
  return name !== KEEPSAKE && !name.includes('/') && isRelative(name);
}

/** @param path of a folder or a file, relative to the backup's root, with `/`; as text, or its bytes as Latin-1 */
export function isWalkablePath(path: string): boolean {
  return isRelative(path) && path !== KEEPSAKE && !path.startsWith(`${KEEPSAKE}/`);
}

/** Whether a path stays within the folder that it starts from; it may lead into `.keepsake`. */
export function isRelative(path: string): boolean {
  return !path.includes('\0') && path.split(SEPARATOR).every(isPart);
}
