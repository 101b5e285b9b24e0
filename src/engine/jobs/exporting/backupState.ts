/** What the planner has to know of the backup. A port: the catalog answers it, and in tests a table. */
import type { Role } from '../../media/model.ts';
import type { PlanPath } from '../../plan/form.ts';
import type { SourceFile } from '../../sources/source.ts';

/** A photo or video that the backup has, or will have once the plan is applied. */
export interface Home {
  readonly uuid: string;
  /** Of its main file. */
  readonly main: PlanPath;
  readonly role: Role;
  /** It comes with this very plan. */
  readonly isPlanned?: true;
}

/** Where a file of the source went when it came before. */
export interface Mapped {
  readonly isThere: boolean;
  /** Relative to the backup, to show. */
  readonly path: string;
  /** Undefined where the file, though there, is of no photo that is known. */
  readonly home: Home | undefined;
  /** Of one that is gone: the id of the photo whose main file it was. */
  readonly uuid?: string;
  /** An undo took it out, not a person. */
  readonly isUndone?: boolean;
}

/** A file that has the same bytes as one of the source. */
export interface Twin {
  readonly path: PlanPath;
  readonly home: Home;
}

export interface BackupState {
  /** The same file of the source as before: by path, size, and checksum or time. */
  mapped(file: SourceFile): Mapped | undefined;
  /** Whether a file of the backup may have its bytes: cheap, for it is asked of every file. */
  mayHave(file: SourceFile): boolean;
  /** The file that has these bytes, as its source had them. @param sha256 in hex */
  twin(file: SourceFile, sha256: string): Promise<Twin | undefined>;
  /** Whether a file that came with its bytes may have been deleted: cheap, for it is asked of every photo. */
  mayBeDeleted(file: SourceFile): boolean;
  /** The file that came with these bytes, from whatever source, and that a person deleted. @param sha256 in hex */
  deleted(sha256: string): Mapped | undefined;
  /** SHA-256 in hex of a file that is on record and missing. */
  lost(folder: string, name: string): string | undefined;
  /** Names of files and folders that a folder has, also of files that are missing but on record. */
  names(folder: string): Iterable<string>;
  /** What this source said of an asset before, as JSON of `Said`. */
  said(uuid: string): string | undefined;
  /** Whether an asset was put into the album that a source calls so; also where a person took it out since. */
  wasInAlbum(uuid: string, title: string): boolean;
  /** Whether it is in that album now. */
  isInAlbum(uuid: string, title: string): boolean;
  /** What an album of a source is called here. */
  albumName(title: string): string;
  /** Files of the backup that links of one of its folders lead to: their paths. */
  linked(folder: string): Iterable<string>;
}

/** Of a folder that is no backup yet. */
export const EMPTY_BACKUP: BackupState = {
  mapped: () => undefined,
  mayHave: () => false,
  twin: async () => undefined,
  mayBeDeleted: () => false,
  deleted: () => undefined,
  lost: () => undefined,
  names: () => [],
  said: () => undefined,
  wasInAlbum: () => false,
  isInAlbum: () => false,
  albumName: title => title,
  linked: () => [],
};
