/**
 * What a window asks of its server, and what the server says unasked. Types only: the extension, the server
 * and the webviews import this and nothing of each other.
 *
 * Numbers called `id` are the catalog's row ids of assets: good while a catalog lives. `uid` is the asset's
 * UUIDv7, which outlives it.
 */

export type Severity = 'error' | 'warning' | 'info';
export type Origin =
  | 'exif'
  | 'iptc'
  | 'xmp'
  | 'quicktime'
  | 'sidecar'
  | 'gps'
  | 'filename'
  | 'folder'
  | 'user'
  | 'mtime'
  | 'none';
export type Role = 'original' | 'edited' | 'live' | 'raw' | 'sidecar' | 'other';

/** What part of the backup a grid shows. Months are 1 to 12, days 1 to 31. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'year'; readonly year: number }
  | { readonly kind: 'month'; readonly year: number; readonly month: number }
  | { readonly kind: 'day'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: 'undated' }
  | { readonly kind: 'problem'; readonly code: string };

export type Sort = 'newest' | 'oldest' | 'name' | 'largest' | 'rating';

/** The state of the folder that a window looks at. */
export interface BackupState {
  /** Absolute path of the folder. */
  readonly root: string;
  readonly name: string;
  /**
   * `none`: not a backup yet, the person is asked to index; `away`: the folder is not there (drive unplugged);
   * `failed`: it is a backup that this version can't open, and `trouble` says why.
   */
  readonly state: 'none' | 'ready' | 'away' | 'failed';
  /** What went wrong and what to do, in sentences for a person. */
  readonly trouble?: string;
  readonly id?: string;
  readonly readOnly: boolean;
  readonly assets: number;
  readonly files: number;
  readonly bytes: number;
  /** Open findings of severity error and warning. */
  readonly problems: number;
  /** Files that a verification found new or at another place and that were not indexed since. */
  readonly unindexed: number;
  /** Absolute folders of the thumbnail and the preview cache: the only ones a webview may load pictures from. */
  readonly caches: { readonly thumbs: string; readonly previews: string };
  /** This machine has not read the backup yet: that there are no photos is not known. An index reads it. */
  readonly unread?: true;
  /** Catalog's version; grows with every change that a view may show. */
  readonly version: number;
}

export interface YearRow {
  readonly year: number | null;
  readonly count: number;
  readonly bytes: number;
}
export interface MonthRow {
  readonly month: number;
  readonly count: number;
  readonly bytes: number;
}
export interface DayRow {
  readonly day: number;
  readonly count: number;
  readonly bytes: number;
}

export interface ProblemCode {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
}
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  /** Relative to the backup, with `/`. */
  readonly path: string;
  readonly message: string;
  /** The asset that it concerns, where the catalog has one. */
  readonly asset?: number;
  readonly job: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/**
 * The shape of a result: enough to lay the whole grid out before any photo is known. `ids[i]` has the aspect
 * `aspects[i]` (width / height, 0 where unknown); run k of `runs` is `counts[k]` items that share the day
 * `days[k]` (days from 1970-01-01, may be negative; `undated` is -2147483648). With a sort other than by time
 * there is one run, whose day is `unsorted` 2147483647.
 */
export interface GridShape {
  readonly version: number;
  readonly ids: Uint32Array;
  readonly aspects: Float32Array;
  readonly days: Int32Array;
  readonly counts: Uint32Array;
  readonly bytes: number;
}

export interface GridItem {
  readonly id: number;
  readonly uid: string;
  /** File name of the main file. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'photo' | 'video';
  /** As `list --json` gives it: `2019-07-01T10:00:00+02:00`, or null. */
  readonly capturedAt: string | null;
  /** Where that comes from: a name of a file or folder that has a day only is written as its midnight. */
  readonly capturedAtOrigin: Origin;
  readonly width: number;
  readonly height: number;
  /** Seconds; 0 where it is no video. */
  readonly duration: number;
  readonly live: boolean;
  readonly raw: boolean;
  readonly edited: boolean;
  readonly favorite: boolean;
  readonly rating: number;
  readonly flag: 'pick' | 'reject' | 'none';
  /** The worst open finding. */
  readonly problem: Severity | null;
  readonly problemMessage: string;
  /** Uppercase type to say where there is no picture: `HEIC`, `MOV`. */
  readonly fileType: string;
}

/** A thumbnail's fate. `file` is relative to the thumbnail cache, with `/`. */
export type ThumbState =
  | { readonly id: number; readonly state: 'ready'; readonly file: string }
  /** `why` is a sentence for the tooltip; `need` names a program whose absence is the reason. */
  | { readonly id: number; readonly state: 'none'; readonly why: string; readonly need?: 'ffmpeg' | 'perl' };

/** One picture for the loupe. `file` is relative to the preview cache, with `/`. */
export type Preview =
  | {
      readonly state: 'ready';
      readonly file: string;
      readonly mime: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly state: 'none'; readonly why: string; readonly need?: 'ffmpeg' | 'perl' };

/** Ids of the details panel's fields, in its groups' order. */
export type FieldId =
  | 'capturedAt'
  | 'gps'
  | 'title'
  | 'description'
  | 'people'
  | 'keywords'
  | 'albums'
  | 'rating'
  | 'flag'
  | 'favorite'
  | 'creator'
  | 'copyright'
  | 'camera'
  | 'lens'
  | 'exposure'
  | 'iso'
  | 'focalLength'
  | 'flash'
  | 'software'
  | 'dimensions'
  | 'duration'
  | 'fileType';

/** Lists say how many of the selected assets have each value. */
export type FieldValue =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'time'; readonly text: string }
  | { readonly type: 'gps'; readonly lat: number; readonly lon: number; readonly alt?: number }
  | { readonly type: 'list'; readonly items: readonly { readonly text: string; readonly count: number }[] }
  /** The selected assets disagree: `values` distinct ones; `missing` have none. */
  | { readonly type: 'differs'; readonly values: number; readonly missing: number };

export interface DetailField {
  readonly id: FieldId;
  readonly value: FieldValue;
  /** Absent where the selection's origins differ. */
  readonly origin?: Origin;
  /** Name of the file that said so, where it is not the main file. */
  readonly file?: string;
}

export interface DetailFile {
  readonly name: string;
  readonly path: string;
  readonly role: Role;
  readonly size: number;
  /** Unix milliseconds. */
  readonly mtime: number;
  /** Lowercase hex SHA-256 as recorded, or null where none is. */
  readonly sha256: string | null;
  /** Unix milliseconds when its bytes were last proved against the record, or null for never. */
  readonly verifiedAt: number | null;
  readonly state: 'fine' | 'unrecorded' | 'corrupt' | 'missing' | 'modified';
}

export interface Details {
  readonly count: number;
  /** Sum over all files of the selected assets. */
  readonly bytes: number;
  readonly fields: readonly DetailField[];
  /** Of one asset; of several: empty. */
  readonly files: readonly DetailFile[];
  readonly problems: readonly Problem[];
  /** The asset itself where exactly one is selected. */
  readonly item?: GridItem;
  /** First and last capture time of several; a date alone where no clock is known. */
  readonly from?: string;
  readonly to?: string;
  /** Up to 200 places of several, for the map. */
  readonly places: readonly { readonly lat: number; readonly lon: number; readonly count: number }[];
}

export interface JobRow {
  readonly id: number;
  readonly job: string;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** Bytes done so far. */
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly started: number;
  readonly ended: number | null;
  /** `running` only while its process lives. */
  readonly state: 'running' | 'done' | 'stopped' | 'failed' | 'died';
  readonly exit: number | null;
  /** The summary line that the job printed, as JSON, or ''. */
  readonly summary: string;
}

/** Every request by name. Replies that carry nothing are `null`. */
export interface Requests {
  /** Opens the folder (or another one); the first thing a window asks. */
  open: { params: { readonly root: string }; result: BackupState };
  state: { params: null; result: BackupState };
  years: { params: null; result: readonly YearRow[] };
  months: { params: { readonly year: number }; result: readonly MonthRow[] };
  days: { params: { readonly year: number; readonly month: number }; result: readonly DayRow[] };
  problemCodes: { params: null; result: readonly ProblemCode[] };
  problems: { params: { readonly code: string; readonly limit: number }; result: readonly Problem[] };
  shape: { params: { readonly scope: Scope; readonly sort: Sort }; result: GridShape };
  /** At most 500 ids; unknown ones are left out of the reply. */
  items: { params: { readonly ids: readonly number[] }; result: readonly GridItem[] };
  /** What is wanted now, nearest to the viewport first; replaces what was wanted before. Answers come as events. */
  thumbs: { params: { readonly ids: readonly number[] }; result: null };
  preview: { params: { readonly id: number }; result: Preview };
  details: { params: { readonly ids: readonly number[] }; result: Details };
  jobs: { params: null; result: readonly JobRow[] };
  /** The asset that a file belongs to. `path` is absolute, or relative to the backup with `/`. */
  find: { params: { readonly path: string }; result: { readonly id: number } | null };
  /**
   * Asks a running job of this machine to stop, as Ctrl+C in its terminal does. False where it runs no more; fails
   * where it is another machine's, or another user's.
   */
  stop: { params: { readonly id: number }; result: boolean };
  mark: {
    params: {
      readonly ids: readonly number[];
      readonly rating?: number;
      readonly flag?: 'pick' | 'reject' | 'none';
      readonly favorite?: boolean;
    };
    result: null;
  };
}

export type Method = keyof Requests;

/** What the server says unasked. */
export type ServerEvent =
  | { readonly event: 'changed'; readonly state: BackupState }
  | { readonly event: 'jobs'; readonly jobs: readonly JobRow[] }
  | { readonly event: 'thumb'; readonly thumb: ThumbState }
  | { readonly event: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string };

/** What went wrong, in words for a person. */
export interface Failure {
  readonly code: 'cancelled' | 'not-open' | 'away' | 'bad-request' | 'failed';
  readonly message: string;
}

export type ToServer =
  | {
      readonly [M in Method]: { readonly id: number; readonly method: M; readonly params: Requests[M]['params'] };
    }[Method]
  | { readonly cancel: number };

export type FromServer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: Failure }
  | ServerEvent;

/** What the extension starts the server with, as JSON in its first argument. */
export interface ServerOptions {
  /** Folder for catalogs, thumbnails and previews; the user's cache folder where absent. */
  readonly cacheDir?: string;
  /** Path of ffmpeg; looked up on PATH where absent. */
  readonly ffmpeg?: string;
  /** Restricted Mode: the server starts no other program; what is shown with one has no picture. Default false. */
  readonly noPrograms?: boolean;
  /** Bytes that thumbnails may take before the least recently used go. */
  readonly thumbnailBytes?: number;
}
