/**
 * What a window asks of its server, and what the server says unasked. Types only: the extension, the server
 * and the webviews import this and nothing of each other.
 *
 * Numbers called `id` are the catalog's row ids of assets: good while a catalog lives. `uid` is the asset's
 * UUIDv7, which outlives it.
 */
import type { AlbumChanged, AlbumWish } from './albums.ts';
import type { BackupState, DayRow, MonthRow, YearRow } from './backup.ts';
import type { Details } from './details.ts';
import type { GridItem, GridShape } from './grid.ts';
import type { HistoryRow, UndoneAtOnce } from './history.ts';
import type { JobRow, LastChange } from './job.ts';
import type { Marks } from './marks.ts';
import type { Clip, Preview } from './picture.ts';
import type { Gps } from './place.ts';
import type { Problem, ProblemCode } from './problem.ts';
import type { Scope, Sort } from './scope.ts';
import type { FieldValue, ValueField } from './search.ts';

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
  /** `query`: only what it finds of the scope; fails with `bad-query` and the place where it can't be understood. */
  shape: { params: { readonly scope: Scope; readonly sort: Sort; readonly query?: string }; result: GridShape };
  /** How many of scope and query each of these queries finds (at most 20); null where one can't be understood. */
  counts: {
    params: { readonly scope: Scope; readonly query: string; readonly each: readonly string[] };
    result: readonly (number | null)[];
  };
  /** What there is of a field, that with `text` in it; what begins so first, then the most frequent. At most 5,000. */
  values: {
    params: { readonly field: ValueField; readonly text: string; readonly limit: number };
    result: readonly FieldValue[];
  };
  /** At most 500 ids; unknown ones are left out of the reply. */
  items: { params: { readonly ids: readonly number[] }; result: readonly GridItem[] };
  /** What is wanted now, nearest to the viewport first; replaces what was wanted before. Answers come as events. */
  thumbs: { params: { readonly ids: readonly number[] }; result: null };
  preview: { params: { readonly id: number }; result: Preview };
  /** A place as somebody types or pastes it: numbers, degrees, the address of a map. Null where it is none. */
  readPlace: { params: { readonly text: string }; result: Gps | null };
  /** Of a video or a live photo; made where it is not there yet, which takes its time. */
  clip: { params: { readonly id: number }; result: Clip };
  details: { params: { readonly ids: readonly number[] }; result: Details };
  /**
   * How many of these files are otherwise on the disk than the catalog has them: paths relative to the backup with `/`
   * (at most 5,000), and with `shown` those of the photos whose thumbnails were wanted last.
   */
  changedOnDisk: { params: { readonly paths: readonly string[]; readonly shown: boolean }; result: number };
  jobs: { params: null; result: readonly JobRow[] };
  /** Null where there is none to undo. */
  lastChange: { params: null; result: LastChange | null };
  /** What was done, the newest first; `before` is the id of the last one that is known already. At most 500. */
  history: { params: { readonly limit: number; readonly before?: string }; result: readonly HistoryRow[] };
  /** Takes a change of marks or albums back. */
  undoAtOnce: { params: { readonly change: string }; result: UndoneAtOnce };
  /** The albums that these are in (at most 10,000 ids), each with how many of them: what a person can take them out of. */
  albumsOf: { params: { readonly ids: readonly number[] }; result: readonly FieldValue[] };
  /** Fails where there is no such album, or there is one of that name already. */
  album: { params: AlbumWish; result: AlbumChanged };
  /** How much there is of these assets; at most 10,000. */
  holdings: {
    params: { readonly ids: readonly number[] };
    result: { readonly uuids: readonly string[]; readonly files: number; readonly bytes: number };
  };
  /** The asset that a file belongs to. `path` is absolute, or relative to the backup with `/`. */
  find: { params: { readonly path: string }; result: { readonly id: number } | null };
  /**
   * Asks a running job of this machine to stop, as Ctrl+C in its terminal does. False where it runs no more; fails
   * where it is another machine's, or another user's.
   */
  stop: { params: { readonly id: number }; result: boolean };
  mark: {
    /** At most 500,000 ids: however many are selected, it is one change. */
    params: Marks & { readonly ids: readonly number[] };
    result: null;
  };
}

export type Method = keyof Requests;
