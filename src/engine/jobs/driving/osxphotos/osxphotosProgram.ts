/** osxphotos, driven: it is asked only for what is new, changed, failed or gone since it exported last. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { clockOf } from '../../../backup/clock.ts';
import { nameKey } from '../../../backup/name.ts';
import { sameTime } from '../../../backup/sameTime.ts';
import { exportArguments, findOsxphotos } from '../../../programs/osxphotos.ts';
import {
  allowedFlags,
  FlagRefused,
  flagsNoted,
  type OsxphotosFlags,
  usualFlags,
} from '../../../programs/osxphotosFlags.ts';
import { isTooOld, OLDEST_OSXPHOTOS, osxphotosVersion } from '../../../programs/osxphotosVersion.ts';
import { Given } from '../../../sources/given.ts';
import type { ExportDatabase } from '../../../sources/osxphotos/exportDatabase.ts';
import { exportDatabaseStamp } from '../../../sources/osxphotos/exportStamp.ts';
import { isLibraryName } from '../../../sources/photos-library/libraryAccess.ts';
import { DATABASE, libraryStamp } from '../../../sources/photos-library/libraryStamp.ts';
import { DEFAULT_LAYOUT } from '../../exporting/layoutTemplate.ts';
import { refuseNested } from '../../exporting/opened.ts';
import { CannotDrive, type DrivenProgram, type DrivenTask, type Errand } from '../drivenProgram.ts';
import { exportedNow, openExports } from './exportedPhotos.ts';
import { LibraryComparison } from './libraryComparison.ts';
import { OsxphotosErrand } from './osxphotosErrand.ts';

/** Microseconds. */
const SECOND = 1_000_000;

export const osxphotos: DrivenProgram = {
  kind: 'osxphotos',
  label: 'osxphotos',

  /** A folder that it has exported into is read as such. */
  accepts(sources: readonly string[]): boolean {
    try {
      return Given.of(sources).parts.some(
        ({ form, path, name }) => form === 'folder' && (isLibraryName(name) || fs.existsSync(`${path}/${DATABASE}`)),
      );
    } catch {
      return false;
    }
  },

  find(named: string | undefined): string {
    const found = findOsxphotos(named);
    if (found != null) return found;
    const given = named ?? (process.env.KEEPSAKE_OSXPHOTOS || undefined);
    throw new CannotDrive(
      given != null
        ? `There is no program ${given} that can be started. Nothing was changed. Give the absolute path of osxphotos.`
        : 'osxphotos isn’t installed, or not on PATH. Nothing was changed. Install it with "pipx install osxphotos" (or "brew install osxphotos"), or give its path with --osxphotos. Without it "--from photos-library" exports what is on this computer.',
    );
  },

  async stamp(task: DrivenTask): Promise<string | undefined> {
    const given = libraryOf(task);
    try {
      // What it noted of its last export has its options too.
      const parts = [await libraryStamp(given), exportDatabaseStamp(task.root), JSON.stringify(task.flags)];
      return createHash('sha256').update(parts.join('\0')).digest('hex');
    } finally {
      await given.close();
    }
  },

  noted(root: string): (path: string, size: number, mtime: number) => boolean {
    const files = new Map([...exportedNow(root).values()].flat().map(file => [nameKey(file.path), file]));
    const clock = clockOf(root);
    return (path, size, mtime) => {
      const { destSize, destMtime } = files.get(nameKey(path)) ?? {};
      if (destMtime == null || destSize !== size) return false;
      return sameTime(Math.trunc(mtime / SECOND) * SECOND, destMtime * SECOND, clock);
    };
  },

  async errand(task: DrivenTask): Promise<Errand> {
    const given = libraryOf(task);
    if (task.choices.layout !== DEFAULT_LAYOUT)
      throw new CannotDrive(
        'osxphotos names the folders itself. Nothing was changed. Leave --layout out, and say how with --osxphotos-flags "--directory {created.year}/{created.month}".',
      );
    refuseNested(given, task.root);
    const library = given.parts[0]!;
    const database = openExports(task.root);
    try {
      const flags = flagsOf(task, database);
      const comparison = await LibraryComparison.of(given, task, flags, database);
      if (task.program != null && comparison.asked.size > 0) await refuseOld(task.program);
      return new OsxphotosErrand(task, { name: library.name, path: library.path }, flags, comparison, uuids =>
        exportArguments({ library: library.path, backup: task.root, uuids, flags, again: comparison.hasFailed }),
      );
    } finally {
      database?.close();
    }
  },
};

/** @throws CannotDrive */
async function refuseOld(program: string): Promise<void> {
  let version: readonly number[] | undefined;
  try {
    version = await osxphotosVersion(program);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOEXEC') throw error;
    throw new CannotDrive(
      `${program} can’t be started (${code}). Nothing was changed. Install osxphotos again, or name another one.`,
    );
  }
  if (version != null && !isTooOld(version)) return;
  const oldest = OLDEST_OSXPHOTOS.join('.');
  throw new CannotDrive(
    version == null
      ? `${program} doesn’t say which version of osxphotos it is. Nothing was changed. Keepsake needs ${oldest} or later; name another one with --osxphotos.`
      : `${program} is osxphotos ${version.join('.')}, which may put the video or RAW of a photo in the place of another file of that name. Nothing was changed. Keepsake needs ${oldest} or later: "pipx upgrade osxphotos" (or "brew upgrade osxphotos") brings it.`,
  );
}

/** As the person says; else as it was exported last, so that nothing comes a second time; else as is usual. @throws CannotDrive */
function flagsOf({ root, flags }: DrivenTask, database: ExportDatabase | undefined): OsxphotosFlags {
  const before = database?.options() ?? new Map<string, string>();
  try {
    const noted = before.size === 0 ? undefined : flagsNoted(before);
    const asked = allowedFlags(flags ?? noted ?? usualFlags());
    if (noted != null && flags != null) refuseOtherLayout(root, allowedFlags(noted), asked);
    return asked;
  } catch (error) {
    throw error instanceof FlagRefused ? new CannotDrive(`${error.message} Nothing was changed.`) : error;
  }
}

/** @throws CannotDrive */
function libraryOf({ sources }: DrivenTask): Given {
  const given = Given.of(sources);
  const [library] = given.parts;
  if (given.parts.length === 1 && library?.form === 'folder') return given;
  throw new CannotDrive('osxphotos exports one Photos library at a time. Nothing was changed. Name the library alone.');
}

/** What was exported with another layout would all come a second time. @throws CannotDrive */
function refuseOtherLayout(root: string, before: OsxphotosFlags, now: OsxphotosFlags): void {
  const layout = ({ has, valuesOf }: OsxphotosFlags): string =>
    [
      ...(has('--export-by-date') ? ['--export-by-date'] : []),
      ...['--directory', '--filename', '--edited-suffix'].flatMap(flag =>
        valuesOf(flag).map(value => `${flag} '${value}'`),
      ),
    ].join(' ');
  const [was, is] = [layout(before), layout(now)];
  if (was === is) return;
  throw new CannotDrive(
    `${root} was exported by osxphotos with ${was || 'no option for folders'}; with ${is || 'none'} every photo would come a second time. Nothing was changed. Leave --osxphotos-flags out: then it is started as before.`,
  );
}
