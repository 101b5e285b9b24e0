/** osxphotos, driven: it is asked only for what is new, changed, failed or gone since it exported last. */
import { createHash } from 'node:crypto';
import { exportArguments, findOsxphotos } from '../../../programs/osxphotos.ts';
import { allowedFlags, FlagRefused, type OsxphotosFlags, usualFlags } from '../../../programs/osxphotosFlags.ts';
import { Given } from '../../../sources/given.ts';
import { exportDatabaseStamp } from '../../../sources/osxphotos/exportDatabase.ts';
import { photosLibrary } from '../../../sources/photos-library/photosLibrary.ts';
import { DEFAULT_LAYOUT } from '../../exporting/layoutTemplate.ts';
import { refuseNested } from '../../exporting/opened.ts';
import { CannotDrive, type DrivenProgram, type DrivenTask, type Errand } from '../drivenProgram.ts';
import { openExports } from './exportedPhotos.ts';
import { LibraryComparison } from './libraryComparison.ts';
import { OsxphotosErrand } from './osxphotosErrand.ts';

export const osxphotos: DrivenProgram = {
  kind: 'osxphotos',
  label: 'osxphotos',

  /** A folder that it has exported into is read as such. */
  accepts(sources: readonly string[]): boolean {
    try {
      return Given.of(sources).parts.some(({ form, path }) => form === 'folder' && /\.photos?library$/i.test(path));
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
      const flags = flagsOf(task);
      // What was to be downloaded and wasn't may come with the next try: that is asked for anew.
      const parts = [await photosLibrary.stamp?.(given), exportDatabaseStamp(task.root), ...flags.args];
      return createHash('sha256').update(parts.join('\0')).digest('hex');
    } finally {
      await given.close();
    }
  },

  async errand(task: DrivenTask): Promise<Errand> {
    const flags = flagsOf(task);
    const given = libraryOf(task);
    if (task.choices.layout !== DEFAULT_LAYOUT)
      throw new CannotDrive(
        'osxphotos names the folders itself. Nothing was changed. Leave --layout out, and say how with --osxphotos-flags "--directory {created.year}/{created.month}".',
      );
    refuseNested(given, task.root);
    const library = given.parts[0]!;
    refuseOtherLayout(task.root, flags);
    const comparison = await LibraryComparison.of(given, task, flags);
    return new OsxphotosErrand(task, { name: library.name, path: library.path }, flags, comparison, uuids =>
      exportArguments({ library: library.path, backup: task.root, uuids, flags, again: comparison.hasFailed }),
    );
  },
};

/** @throws CannotDrive */
function flagsOf({ flags }: DrivenTask): OsxphotosFlags {
  try {
    return allowedFlags(flags ?? usualFlags());
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
function refuseOtherLayout(root: string, flags: OsxphotosFlags): void {
  const database = openExports(root);
  if (database == null) return;
  let before: ReadonlyMap<string, string>;
  try {
    before = database.options();
  } finally {
    database.close();
  }
  if (before.size === 0) return;
  const text = (name: string): string | undefined => /^(["'])(.*)\1$/.exec(before.get(name) ?? '')?.[2];
  const layout = [
    ...(before.get('export_by_date') === 'true' ? ['--export-by-date'] : []),
    ...['directory', 'filename', 'edited_suffix'].flatMap(name => {
      const value = text(name);
      return value == null || (name === 'edited_suffix' && value === '_edited')
        ? []
        : [`--${name.replace('_', '-')}`, value];
    }),
  ];
  const now: string[] = [];
  flags.args.forEach((flag, i) => {
    if (flag === '--export-by-date') now.push(flag);
    if (['--directory', '--filename', '--edited-suffix'].includes(flag)) now.push(flag, flags.args[i + 1] ?? '');
  });
  if ([...layout].sort().join('\0') === [...now].sort().join('\0')) return;
  const shown = layout.map(part => (/^--/.test(part) ? part : `'${part}'`)).join(' ') || 'no option for folders';
  throw new CannotDrive(
    `${root} was exported by osxphotos with ${shown}; with ${now.join(' ') || 'none'} every photo would come a second time. Nothing was changed. Give the same as before: --osxphotos-flags "${layout.length > 0 ? shown : ''}".`,
  );
}
