/**
 * A program that a person has installed, and that brings photos into a backup by itself: osxphotos, icloudpd. Keepsake
 * finds out what there is to do, starts it only if there is something, reads what it says, and takes what it wrote on
 * record. How to drive another one: a `DrivenProgram` (in a folder of its own under `sources`, its allowed arguments
 * beside `programs/`), and its line in `drivenPrograms.ts`. `DrivenExport` does the rest, in this order:
 *
 * 1. `find`: where it is installed. `errand`: what there is to do, without starting it. Nothing: the job ends here.
 * 2. `errand.endangered`: files of the backup that the program may replace are copied aside (plan/aside.ts).
 * 3. The program runs in an empty folder of ours with a clean environment; `errand.read` hears every line that it says.
 *    Ctrl+C sends it SIGINT.
 * 4. Also after a failure or a stop: the backup is surveyed, what was replaced goes to the quarantine, and each photo of
 *    `errand.photos` is taken on record, with checksum, origin, albums and sayings. The rest is indexed.
 */

import type { Finding } from '../../catalog/findings.ts';
import type { Catalog } from '../../catalog/open.ts';
import type { Said } from '../../ledger/said.ts';
import type { SourceKind } from '../../sources/source.ts';
import type { ExportChoices } from '../exporting/choices.ts';

/** A sentence of what happened and what to do: the program isn't there, or what it was asked for can't be. Nothing was changed. */
export class CannotDrive extends Error {
  override readonly name = 'CannotDrive';
}

export interface DrivenProgram {
  readonly kind: SourceKind;
  /** "osxphotos" */
  readonly label: string;
  /** @param named absolute path that the person gave, which wins. @throws CannotDrive with how to install it */
  find(named: string | undefined): string;
  /** @throws CannotDrive, {@link import('../../sources/given.ts').SourceUnreadable} */
  errand(task: DrivenTask): Promise<Errand>;
}

export interface DrivenTask {
  /** Absolute path of the backup. */
  readonly root: string;
  /** What the person named as source: absolute paths, none for a program that fetches from elsewhere. */
  readonly sources: readonly string[];
  /** After a survey; undefined for a dry run into a folder that is no backup yet. */
  readonly catalog: Catalog | undefined;
  readonly choices: ExportChoices;
  /** What the person wants it to be started with: checked against the program's list of what is allowed. */
  readonly flags: readonly string[];
  /** Lets signals in. @throws {import('../job.ts').Stopped} */
  readonly pause: () => Promise<void> | undefined;
}

/** Photos and videos, file by file, that the program is not given: they are counted as they are. */
export interface Settled {
  readonly unchanged: number;
  readonly skipped: number;
  readonly missing: number;
}

export interface Errand {
  /** "osxphotos, from Photos Library.photoslibrary" */
  readonly label: string;
  readonly settled: Settled;
  /** Files that the program is asked for; of a program that must be asked first what there is, 0. */
  readonly wanted: number;
  /** What was found out without starting the program. */
  readonly findings: readonly Finding[];
  /** Undefined: there is nothing to do, and the program isn't started. */
  readonly call: DrivenCall | undefined;
  /** Files of the backup, relative to it with `/`, that the program may replace or remove. They need not be there. */
  readonly endangered: readonly string[];
  /** @param line without its end and without colours. @returns what it means, if anything */
  read(line: string): DrivenEvent | undefined;
  /**
   * What is in the backup by this program, after it ended in whatever way: only what is new, changed or was never
   * taken on record. A file that isn't there is passed over.
   * @param wrote paths that it said it wrote, relative to the backup
   */
  photos(wrote: ReadonlySet<string>): AsyncIterable<DrivenPhoto> | Iterable<DrivenPhoto>;
}

export interface DrivenCall {
  /** From the program's list of what is allowed. */
  readonly args: readonly string[];
  /** Files that are put into the working folder before, by name: an argument `{cwd}/NAME` is made the path of one. */
  readonly files?: Readonly<Record<string, string>>;
  /** Environment beside the clean one. */
  readonly env?: Readonly<Record<string, string>>;
  /** `terminal`: it may have to ask the person (a sign-in). Nothing else gets to read our input. */
  readonly stdin: 'none' | 'terminal';
}

export type DrivenEvent =
  /** It begins with a photo; `done` of `total` are behind it. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** It wrote, or found up to date, a file; absolute path. */
  | { readonly type: 'wrote'; readonly path: string }
  /** It has no file for something that it was asked for. `name` as it tells it. */
  | { readonly type: 'missing'; readonly name: string; readonly message: string }
  | { readonly type: 'failed'; readonly name: string; readonly message: string }
  /** Worth telling the person as it is. */
  | { readonly type: 'note'; readonly text: string };

/** A photo whose files the program has put into the backup. */
export interface DrivenPhoto {
  /** The main file first; relative to the backup with `/`. */
  readonly files: readonly DrivenFile[];
  /** Titles. */
  readonly albums: readonly string[];
  readonly said: Said | undefined;
}

export interface DrivenFile {
  readonly path: string;
  /** Where the source has it. `path` as the source names it, size in bytes, Unix ms. */
  readonly original: { readonly path: string; readonly size: number; readonly mtimeMs: number | null } | undefined;
}
