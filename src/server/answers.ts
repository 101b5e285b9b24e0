/** Answers to a window's requests, out of the catalog. Each is one look; none writes but `mark`, `album` and `undoAtOnce`. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AlbumChanged,
  addToAlbum,
  makeAlbum,
  removeAlbum,
  renameAlbum,
  takeFromAlbum,
} from '../engine/catalog/albumEditing.ts';
import { albumsHolding } from '../engine/catalog/albums.ts';
import { changedFiles, changedPaths } from '../engine/catalog/changedOnDisk.ts';
import { type DayCount, dayCounts, daysOf, monthsOf, yearsOf } from '../engine/catalog/dateTree.ts';
import { findAsset } from '../engine/catalog/findAsset.ts';
import { gridItems } from '../engine/catalog/gridItems.ts';
import { countFound, gridShape } from '../engine/catalog/gridShape.ts';
import { history } from '../engine/catalog/history.ts';
import { holdings } from '../engine/catalog/holdings.ts';
import { recentJobs } from '../engine/catalog/jobRow.ts';
import { stopJob } from '../engine/catalog/jobStop.ts';
import { lastChange } from '../engine/catalog/lastChange.ts';
import { markAssets } from '../engine/catalog/marking.ts';
import { findingsOf, type OpenFinding, problemCodes } from '../engine/catalog/problems.ts';
import { BadQuery } from '../engine/catalog/query/badQuery.ts';
import { fieldValues } from '../engine/catalog/search/fieldValues.ts';
import type { Store } from '../engine/catalog/store.ts';
import { undoAtOnce } from '../engine/catalog/undoAtOnce.ts';
import { renderAlbumLists } from '../engine/jobs/exporting/albumLists.ts';
import type { AlbumWish } from '../protocol/albums.ts';
import type { JobRow } from '../protocol/job.ts';
import type { Problem } from '../protocol/problem.ts';
import type { Requests } from '../protocol/requests.ts';

type Params<M extends keyof Requests> = Requests[M]['params'];
type Result<M extends keyof Requests> = Requests[M]['result'];

const MAX_ITEMS = 500;
const MAX_PROBLEMS = 5000;
const MAX_VALUES = 5000;
const MAX_COUNTS = 20;
const MAX_CHANGED = 5000;

/** The passes that find things, as the jobs that a person knows. */
const JOB_OF: Readonly<Record<string, string>> = {
  survey: 'index',
  reading: 'index',
  index: 'index',
  verify: 'verify',
  recovery: 'verify',
  told: 'verify',
  // Whoever opened the backup or saved its record came upon it.
  ledger: '',
  saving: '',
};

export function problemOf({ asset, owner, ...finding }: OpenFinding): Problem {
  return { ...finding, job: JOB_OF[owner] ?? owner, ...(asset == null ? {} : { asset }) };
}

export class Answers {
  readonly #store: Store;
  #values: { readonly version: number; readonly known: Map<string, Result<'values'>> } = {
    version: -1,
    known: new Map(),
  };
  #days: { readonly version: number; readonly counts: readonly DayCount[] } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  #dayCounts(): readonly DayCount[] {
    const { version } = this.#store;
    if (this.#days?.version !== version) this.#days = { version, counts: dayCounts(this.#store.db) };
    return this.#days.counts;
  }

  years(): Result<'years'> {
    return yearsOf(this.#dayCounts()).map(({ part, count, bytes }) => ({ year: part, count, bytes }));
  }

  months({ year }: Params<'months'>): Result<'months'> {
    return monthsOf(this.#dayCounts(), year).map(({ part, count, bytes }) => ({ month: part ?? 0, count, bytes }));
  }

  days({ year, month }: Params<'days'>): Result<'days'> {
    return daysOf(this.#dayCounts(), year, month).map(({ part, count, bytes }) => ({ day: part ?? 0, count, bytes }));
  }

  problemCodes(): Result<'problemCodes'> {
    return problemCodes(this.#store.db);
  }

  problems({ code, limit }: Params<'problems'>): Result<'problems'> {
    return findingsOf(this.#store.db, code, Math.min(limit, MAX_PROBLEMS)).map(problemOf);
  }

  shape({ scope, sort, query }: Params<'shape'>): Result<'shape'> {
    return { version: this.#store.version, ...gridShape(this.#store.db, scope, sort, query) };
  }

  async counts({ scope, query, each }: Params<'counts'>, signal: AbortSignal): Promise<Result<'counts'>> {
    const counts: (number | null)[] = [];
    for (const one of each.slice(0, MAX_COUNTS)) {
      counts.push(this.#countOf(scope, `${query} ${one}`));
      // What is looked at next is asked meanwhile, and then these are not wanted any more.
      await nextTurn();
      if (signal.aborted) break;
    }
    return counts;
  }

  #countOf(scope: Params<'counts'>['scope'], query: string): number | null {
    try {
      return countFound(this.#store.db, scope, query);
    } catch (error) {
      if (error instanceof BadQuery) return null;
      throw error;
    }
  }

  values({ field, text, limit }: Params<'values'>): Result<'values'> {
    const { version } = this.#store;
    const key = JSON.stringify([field, text, limit]);
    if (this.#values.version !== version) this.#values = { version, known: new Map() };
    const known = this.#values.known.get(key) ?? fieldValues(this.#store.db, field, text, Math.min(limit, MAX_VALUES));
    this.#values.known.set(key, known);
    return known;
  }

  items({ ids }: Params<'items'>): Result<'items'> {
    return gridItems(this.#store.db, ids.slice(0, MAX_ITEMS));
  }

  jobs(): readonly JobRow[] {
    return recentJobs(this.#store.db);
  }

  lastChange(): Result<'lastChange'> {
    return lastChange(this.#store.db) ?? null;
  }

  history({ limit, before }: Params<'history'>): Result<'history'> {
    return history(this.#store.db, Math.min(limit, MAX_ITEMS), before);
  }

  undoAtOnce({ change }: Params<'undoAtOnce'>): Result<'undoAtOnce'> {
    const undone = undoAtOnce(this.#store, change);
    if (undone.of === 'albums') renderAlbumLists(this.#store);
    return undone;
  }

  albumsOf({ ids }: Params<'albumsOf'>): Result<'albumsOf'> {
    return albumsHolding(this.#store.db, ids);
  }

  album(wish: Params<'album'>): Result<'album'> {
    const { moved, change } = changed(this.#store, wish);
    if (change != null) renderAlbumLists(this.#store);
    return { moved, ...(change == null ? {} : { change }) };
  }

  /** @param shown catalog ids */
  async changedOnDisk(paths: readonly string[], shown: readonly number[]): Promise<Result<'changedOnDisk'>> {
    const { db, layout } = this.#store;
    const files = await changedFiles(db, layout.root, shown);
    return files + (await changedPaths(db, layout.root, paths.slice(0, MAX_CHANGED)));
  }

  holdings({ ids }: Params<'holdings'>): Result<'holdings'> {
    return holdings(this.#store.db, ids);
  }

  /** @param path relative to the backup, with `/` */
  find(path: string): Result<'find'> {
    const id = findAsset(this.#store.db, path);
    return id == null ? null : { id };
  }

  stop({ id }: Params<'stop'>): boolean {
    return stopJob(this.#store.db, id);
  }

  mark({ ids, ...marks }: Params<'mark'>): null {
    markAssets(this.#store, ids, marks);
    return null;
  }
}

function changed(store: Store, wish: AlbumWish): AlbumChanged {
  switch (wish.do) {
    case 'make':
      return makeAlbum(store, wish.name);
    case 'rename':
      return renameAlbum(store, wish.name, wish.to);
    case 'remove':
      return removeAlbum(store, wish.name);
    case 'add':
      return addToAlbum(store, wish.name, wish.ids);
    case 'take':
      return takeFromAlbum(store, wish.name, wish.ids);
    default:
      wish satisfies never;
      throw new TypeError('There is no such wish.');
  }
}
