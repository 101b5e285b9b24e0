/**
 * A program that a person has installed, and that brings photos into a backup by itself, as osxphotos does: Keepsake
 * finds out what there is to do, starts it only if there is something, reads what it says, and takes what it wrote on
 * record. (icloudpd is not driven so: it fetches into a folder of ours, which is then exported from.) How to drive
 * another one: a `DrivenProgram` in a folder of its own here, the list of arguments that it may be given in
 * `engine/programs`, and its line in `drivenPrograms.ts`. `drivenExport.ts` does the rest, in this order:
 *
 * 1. `find`: where it is installed. `stamp`: as the last export left it, the job ends here. `errand`: what there is to
 *    do, without starting the program. Nothing: what is known anew of its photos goes on record, and that is all.
 * 2. `errand.endangered`: files of the backup that the program may replace are copied aside (plan/aside.ts).
 * 3. The program runs in an empty folder of ours with a clean environment; `errand.read` hears every line that it says.
 *    Ctrl+C sends it SIGINT; what it had replaced goes to the quarantine at once, and what it had brought by then is
 *    taken on record by the next run.
 * 4. Also after a failure: the backup is surveyed, what was replaced goes to the quarantine, and each photo of
 *    `errand.photos` is taken on record, with checksum, origin, albums and sayings. The rest is indexed.
 *    `errand.outcome` says what became of all that it was asked for.
 */
import type { Finding } from '../../catalog/findings.ts';
import type { Catalog } from '../../catalog/open.ts';
import type { Said } from '../../ledger/said.ts';
import type { OutsideFiles } from '../../sources/outsideFiles.ts';
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
  /** Whether it is to be started for these, with `--from` its kind; else they are read as a folder that it had exported into. */
  accepts(sources: readonly string[]): boolean;
  /** @param named absolute path that the person gave, which wins. @throws CannotDrive with how to install it */
  find(named: string | undefined): string;
  /**
   * Changes when there may be something to do again: an export that finds it as the last one left it ends at once.
   * @returns undefined where only the program can tell. @throws as `errand`
   */
  stamp(task: DrivenTask): Promise<string | undefined>;
  /**
   * After a kill: whether a file is as the program noted it when it wrote it. Somebody else may have written to it since.
   * @returns asked with a path relative to the backup, bytes, and microseconds from 1970
   */
  noted(root: string): (path: string, size: number, mtime: number) => boolean;
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
  /** What the person wants it to be started with; undefined: what it is usually started with. To be checked against what is allowed. */
  readonly flags: readonly string[] | undefined;
  /** What `find` found; undefined in a dry run, which starts nothing. */
  readonly program?: string;
  /** Lets signals in. @throws {import('../job.ts').Stopped} */
  readonly pause: () => Promise<void> | undefined;
}

/** Photos and videos, file by file, as an export counts them. */
export interface DrivenCounts {
  readonly copied: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly missing: number;
  readonly failed: number;
}

export interface Errand {
  /** "Photos Library.photoslibrary, by osxphotos" */
  readonly label: string;
  /** What the program isn't asked for, counted as it is; `copied` is 0. */
  readonly settled: DrivenCounts;
  /** Files that the program is asked for; 0 where only it can tell. */
  readonly wanted: number;
  /** Bytes of those, as far as is known. */
  readonly bytes: number;
  /** What was found out without starting the program. */
  readonly findings: readonly Finding[];
  /** Undefined: there is nothing to do, and the program isn't started. */
  readonly call: DrivenCall | undefined;
  /** Files of the backup, relative to it with `/`, that the program may replace or remove. They need not be there. */
  readonly endangered: readonly string[];
  /** What the source refers to and doesn't hold, which its stamp doesn't know. */
  readonly outside?: OutsideFiles;
  /** @param line without its end and without colours. @returns what it means, if anything */
  read(line: string): DrivenEvent | undefined;
  /** What is in the backup by this program, after it ended in whatever way. Files that aren't there are passed over. */
  photos(ran: DrivenRun): AsyncIterable<DrivenPhoto> | Iterable<DrivenPhoto>;
  /** What became of what it was asked for. Together with `settled` it is all that the source has. */
  outcome(ran: DrivenRun): DrivenOutcome | Promise<DrivenOutcome>;
}

export interface DrivenCall {
  /** Only what the program's list allows. */
  readonly args: readonly string[];
  /** Files that are put into the working folder before, by name; an argument `{cwd}/NAME` is made the path of one. */
  readonly files?: Readonly<Record<string, string>>;
  /** Environment beside the clean one. */
  readonly env?: Readonly<Record<string, string>>;
}

export type DrivenEvent =
  /** It begins with a photo; `done` of `total` are behind it. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** It wrote, or found up to date, a file; absolute path. */
  | { readonly type: 'wrote'; readonly path: string }
  /** It has no file for something that it was asked for. `name` as it tells it, `id` where it tells one. */
  | { readonly type: 'missing'; readonly name: string; readonly id?: string; readonly message: string }
  | { readonly type: 'failed'; readonly name: string; readonly id?: string; readonly message: string }
  /** Metadata that it could not write into a file. */
  | { readonly type: 'unwritten'; readonly name: string; readonly message: string }
  /** Worth telling the person as it is. */
  | { readonly type: 'note'; readonly text: string };

/** What is known of a run, and of those before it that were broken off. */
export interface DrivenRun {
  /** Unix ms: when the first of them began. */
  readonly since: number;
  /** Files that it said it wrote: relative to the backup with `/`, as `nameKey` has them. */
  readonly wrote: ReadonlySet<string>;
  readonly told: readonly DrivenEvent[];
  /** It ended by itself, and well. */
  readonly isWhole: boolean;
}

/** A photo whose files the program has put into the backup. */
export interface DrivenPhoto {
  readonly files: readonly DrivenFile[];
  /** Titles. */
  readonly albums: readonly string[];
  readonly said: Said | undefined;
}

export interface DrivenFile {
  /** Relative to the backup with `/`. */
  readonly path: string;
  /** It was written by this run, or one that was broken off, and nobody has touched it since: its checksum is recorded. */
  readonly isNew: boolean;
  /** Undefined for what the source doesn't have as a file. */
  readonly original: DrivenOriginal | undefined;
}

export interface DrivenOriginal {
  /** As the source names it. */
  readonly path: string;
  /** Bytes; Unix ms. */
  readonly size: number;
  readonly mtimeMs: number | null;
  /** What it is called, where the source keeps it under another name. */
  readonly name?: string;
  /** Absolute path of it, where the program writes into what it copies, so that the bytes differ. */
  readonly differsFrom?: string | Buffer;
}

export interface DrivenOutcome extends DrivenCounts {
  readonly bytes: number;
  readonly findings: readonly Finding[];
}
