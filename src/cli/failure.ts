/** What went wrong, in words: what happened, to which file, what was kept safe, what to do. */
import fs from 'node:fs';
import path from 'node:path';
import { isTemporary } from '../engine/backup/temporaryFolder.ts';
import { cacheFolder } from '../engine/catalog/location.ts';
import { formatBytes } from './format.ts';
import { printable } from './printedPath.ts';

export interface Place {
  /** Absolute path of the backup, where one was named. */
  readonly root?: string | undefined;
  /** Absolute path of the catalog, where one was named. */
  readonly catalog?: string | undefined;
}

const SAFE = 'No photo was changed.';
const KEPT = 'No photo was changed, and what was done until then is kept.';

type Say = (file: string, act: string) => string;

const again = 'then run it again: it goes on from there';
const away: Say = file =>
  `The drive or the share with ${file} no longer answers. ${KEPT} Plug it in or connect it again, ${again}.`;
const refused: Say = (file, act) =>
  `You have no permission to ${act} ${file}. ${SAFE} Run this as who owns it, or have its permissions changed ("ls -ld" shows them).`;
const full: Say = file =>
  `The disk is full: there was no room to write ${file}. ${KEPT} Make room on that disk, ${again}.`;
const unable: Say = (file, act) =>
  `The disk with ${file} can't do what is asked of it (${act}). ${SAFE} Look whether it is mounted as it should be.`;

/** By the system's code: errno(3). */
const SYSTEM: Readonly<Record<string, Say>> = {
  EACCES: refused,
  EPERM: refused,
  ENOSPC: full,
  EDQUOT: file =>
    `Your quota is used up: there was no room to write ${file}. ${KEPT} Make room or have it raised, ${again}.`,
  EFBIG: file =>
    `${file} would grow beyond what is allowed: FAT takes 4 GB a file, and "ulimit -f" may set less. ${KEPT} Raise the limit or use another disk, ${again}.`,
  EROFS: file =>
    `The disk with ${file} can only be read. Nothing was changed. Mount it for writing and run this again.`,
  EIO: file =>
    `The disk reports an error (EIO) at ${file}. What was written last may not have arrived there; photos are only read. Check the drive and its cable, ${again}.`,
  ENOENT: file =>
    `${file} is not there, or no longer. ${SAFE} If it lies on a drive, see that the drive is plugged in; else check how it is spelt.`,
  ENOTDIR: file => `There is no ${file}: a part of that path is a file, not a folder. ${SAFE} Check the path.`,
  EISDIR: file => `A folder is where a file is wanted: ${file}. ${SAFE} Name a file.`,
  ELOOP: file =>
    `${file} can't be reached: a symbolic link leads in a circle, or stands where none is followed. ${SAFE} Give the folder itself.`,
  ENAMETOOLONG: file => `The path is longer than this system allows: ${file}. ${SAFE} Give a shorter one.`,
  EEXIST: file => `There is something at ${file} that was not expected there. It was left as it is. Look what it is.`,
  EMFILE: file =>
    `Too many files are open to open ${file} as well. ${KEPT} Raise the limit ("ulimit -n") or close other programs, ${again}.`,
  ENOMEM: file =>
    `There is not enough memory to work on ${file}. ${KEPT} Close other programs, or give "--jobs 1", ${again}.`,
  EBUSY: file => `Another program has ${file} in use. ${KEPT} Close it, ${again}.`,
  EAGAIN: file => `The system has no room for more at the moment (at ${file}). ${KEPT} Close other programs, ${again}.`,
  EINVAL: unable,
  ENOTSUP: unable,
  EOPNOTSUPP: unable,
  ENOSYS: unable,
  ENXIO: away,
  ENODEV: away,
  ESTALE: away,
  ENOTCONN: away,
  EHOSTDOWN: away,
  EHOSTUNREACH: away,
  ETIMEDOUT: away,
};
const SAME: Readonly<Record<string, string>> = { ENFILE: 'EMFILE', ETXTBSY: 'EBUSY', ECONNRESET: 'ENOTCONN' };

/** System calls as a person says them. */
const ACTS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write',
  scandir: 'list',
  mkdir: 'make',
  rename: 'rename',
  unlink: 'remove',
  link: 'make',
  stat: 'look at',
  lstat: 'look at',
  access: 'look at',
  realpath: 'look at',
  copyfile: 'copy',
  fsync: 'write',
  ftruncate: 'write',
};

/** SQLite's own words name no file. The catalog is a cache: the record is in the backup. */
const CATALOG: readonly (readonly [code: RegExp, say: (catalog: string, place: Place) => string])[] = [
  [
    /^SQLITE_FULL/,
    (catalog, place) =>
      `A disk is full: there is no room for the catalog ${catalog}${room(place)}. ${KEPT} Make room, ${again}.`,
  ],
  [
    /^SQLITE_(IOERR|PROTOCOL)/,
    catalog =>
      `The disk with the catalog ${catalog} reports an error. The catalog is only a cache: the backup and its record are not concerned. Check that disk, ${again}.`,
  ],
  [
    /^SQLITE_(CORRUPT|NOTADB|SCHEMA|MISMATCH|FORMAT)/,
    catalog =>
      `The catalog ${catalog} is damaged. It is only a cache: the backup and its record are not concerned. Delete it and run this again: it is made anew.`,
  ],
  [
    /^SQLITE_(BUSY|LOCKED)/,
    catalog => `Another program has had the catalog ${catalog} in use for too long. ${KEPT} Close it, ${again}.`,
  ],
  [
    /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/,
    catalog =>
      `The catalog ${catalog} can't be opened or written. ${SAFE} See that its folder is there and that you may write it; KEEPSAKE_CACHE names another folder, --catalog another file.`,
  ],
  [/^SQLITE_NOMEM/, () => `There is not enough memory for the catalog. ${KEPT} Close other programs, ${again}.`],
  [
    /^SQLITE_/,
    catalog =>
      `The catalog ${catalog} can't be worked with. It is only a cache: the backup and its record are not concerned. Delete it and run this again: it is made anew.`,
  ],
];

/** Which of the disks it is can be seen by what is free. */
function room({ root, catalog }: Place): string {
  const free = (where: string): string => {
    try {
      const disk = fs.statfsSync(where);
      return formatBytes(disk.bavail * disk.bsize);
    } catch {
      return 'an unknown amount';
    }
  };
  const cache = catalog == null ? cacheFolder() : path.dirname(catalog);
  return ` or its copy in the backup (free there: ${free(cache)}${root == null ? '' : `; in the backup: ${free(root)}`})`;
}

function ofSystem(code: string, { path: where, dest, syscall }: NodeJS.ErrnoException & { dest?: string }): string {
  const file = dest ?? where;
  const act = ACTS[syscall ?? ''] ?? syscall ?? 'use';
  const say = SYSTEM[SAME[code] ?? code];
  const named = file == null ? 'a file' : printable(file);
  const said =
    say?.(named, act) ?? `The system refused to ${act} ${named}. ${SAFE} Look into that, and run this again.`;
  const isCache = file != null && `${file}${path.sep}`.startsWith(`${cacheFolder()}${path.sep}`);
  const hint = isCache
    ? ' It belongs to the cache folder, not to the backup; KEEPSAKE_CACHE names another.'
    : isTemporary(file ?? '')
      ? ' It belongs to the temporary folder, not to the backup; TMPDIR (TEMP on Windows) names another.'
      : '';
  return `${said}${hint}${said.includes(`(${code})`) ? '' : ` (${code})`}`;
}

/** What no other words are for: our own mistake. */
const OWN_MISTAKES = [TypeError, RangeError, SyntaxError, ReferenceError, EvalError];

/** @param error whatever was thrown */
export function messageOf(error: unknown, place: Place = {}): string {
  if (!(error instanceof Error)) return unexpected(String(error));
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') {
    const ofCatalog = CATALOG.find(([pattern]) => pattern.test(code))?.[1];
    if (ofCatalog != null) return `${ofCatalog(printable(place.catalog ?? `in ${cacheFolder()}`), place)} (${code})`;
    if (/^E[A-Z0-9]+$/.test(code)) return ofSystem(code, error);
    if (code.startsWith('ERR_')) return unexpected(error.message);
  }
  if (OWN_MISTAKES.some(kind => error instanceof kind)) return unexpected(error.message);
  return error.message;
}

function unexpected(message: string): string {
  return `Keepsake failed at something that it did not expect: ${message}. ${KEPT} Run it again; if it fails again, please report it with these words.`;
}
