/** The backup that a window looks at: opened when it is there, followed as jobs and other windows change it. */
import fs from 'node:fs';
import path from 'node:path';
import { layoutOf } from '../engine/backup/layout.ts';
import { isHeldHere } from '../engine/backup/lock.ts';
import { isExamined } from '../engine/catalog/examined.ts';
import { recentJobs } from '../engine/catalog/jobRow.ts';
import { isMadeByNewer } from '../engine/catalog/open.ts';
import { totalsOf } from '../engine/catalog/overview.ts';
import { problemCount } from '../engine/catalog/problems.ts';
import { Store } from '../engine/catalog/store.ts';
import { isUnfinished } from '../engine/catalog/unfinished.ts';
import { unindexedCount } from '../engine/catalog/unindexed.ts';
import { isUnread } from '../engine/catalog/unread.ts';
import type { BackupState } from '../protocol/backup.ts';
import type { JobRow } from '../protocol/job.ts';
import type { ServerEvent } from '../protocol/server.ts';

const POLL_MS = 500;
/** A running job whose process died says so by nothing: its rows are looked at again this often. */
const JOBS_MS = 5000;
const TAKEN_OVER =
  'A newer Keepsake has brought the catalog of this backup up to date, and this window runs an older one. Your photos are as they were. Reload the window (Developer: Reload Window), and update Keepsake where that does not help.';

export class Session {
  readonly root: string;
  readonly #cache: string;
  readonly #lookOnly: boolean;
  readonly #emit: (event: ServerEvent) => void;
  #store: Store | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dataVersion = -1;
  #version = -1;
  #away = false;
  #said = '';
  #saidJobs = '';
  #jobsAt = 0;
  #isAtWork = false;
  /** Why the backup can't be opened, or ''. */
  #trouble = '';
  /** The catalog is a newer version's now: opened again here, it would be made anew in the old form. */
  #isTakenOver = false;
  #warned = '';

  /**
   * @param root absolute path of the folder
   * @param cache absolute path of the cache folder
   * @param lookOnly nothing is written into the backup
   */
  constructor(root: string, cache: string, emit: (event: ServerEvent) => void, lookOnly = false) {
    this.root = root;
    this.#lookOnly = lookOnly;
    this.#cache = cache;
    this.#emit = emit;
  }

  /** @returns undefined while there is no backup at the folder */
  get store(): Store | undefined {
    return this.#store;
  }

  start(): BackupState {
    this.#open();
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
    const state = this.state();
    this.#said = JSON.stringify(state);
    return state;
  }

  end(): void {
    clearInterval(this.#timer);
    this.#store?.close();
    this.#store = undefined;
  }

  #open(): void {
    if (this.#store != null || this.#isTakenOver) return;
    if (!fs.existsSync(layoutOf(this.root).identity)) {
      this.#trouble = '';
      return;
    }
    try {
      this.#store = Store.open(this.root, { cache: this.#cache, create: false, lookOnly: this.#lookOnly });
      this.#trouble = '';
    } catch (error) {
      const { message } = error as Error;
      // Tried again at the next poll; said once.
      if (message !== this.#trouble) this.#emit({ event: 'log', level: 'error', message });
      this.#trouble = message;
    }
  }

  #giveUp(trouble: string): void {
    this.#isTakenOver = true;
    this.#trouble = trouble;
    this.#emit({ event: 'log', level: 'error', message: trouble });
    this.#store?.close();
    this.#store = undefined;
  }

  #poll(): void {
    try {
      if (this.#store != null && !fs.existsSync(this.#store.file)) {
        // The cache was cleared beneath us: the ledger and the snapshot are there.
        this.#store.close();
        this.#store = undefined;
      }
      if (this.#store != null && isMadeByNewer(this.#store.db)) this.#giveUp(TAKEN_OVER);
      this.#open();
      if (this.#store != null && !this.#isAway()) followLedger(this.#store);
      this.#tell();
      this.#warned = '';
    } catch (error) {
      const message = `Looking after the backup failed: ${(error as Error).message}`;
      // Tried again at the next poll; said once.
      if (message !== this.#warned) this.#emit({ event: 'log', level: 'warn', message });
      this.#warned = message;
    }
  }

  #tell(): void {
    const dataVersion = (this.#store?.db.pragma('data_version', { simple: true }) as number | undefined) ?? -1;
    const isAway = this.#isAway();
    const version = this.#store?.version ?? -1;
    const sameContent = version === this.#version && isAway === this.#away;
    const sameRows = dataVersion === this.#dataVersion;
    this.#version = version;
    this.#away = isAway;
    this.#dataVersion = dataVersion;
    if (!sameContent || this.#store == null) this.announce();
    if (!sameRows || Date.now() - this.#jobsAt > JOBS_MS) this.#tellJobs();
  }

  /** A folder may be there still when the drive that was mounted on it is not. */
  #isAway(): boolean {
    if (!fs.existsSync(this.root)) return true;
    return this.#store?.identity != null && !fs.existsSync(this.#store.layout.identity);
  }

  /** Why no file of the backup can be read, as a sentence for a person; undefined while it is there. */
  get absence(): string | undefined {
    if (!this.#isAway()) return undefined;
    return `The backup is not there: ${this.root} is not connected. Connect its drive, and the photo can be seen again.`;
  }

  /** Says how things stand, where that is news. */
  announce(): void {
    const state = this.state();
    const text = JSON.stringify(state);
    if (text === this.#said) return;
    this.#said = text;
    this.#emit({ event: 'changed', state });
  }

  #tellJobs(): void {
    this.#jobsAt = Date.now();
    const jobs = this.jobs();
    const text = JSON.stringify(jobs);
    if (text === this.#saidJobs) return;
    this.#saidJobs = text;
    const isAtWork = jobs.some(({ state }) => state === 'running');
    // One that was killed leaves nothing else behind that tells of it.
    if (isAtWork !== this.#isAtWork) this.announce();
    this.#isAtWork = isAtWork;
    this.#emit({ event: 'jobs', jobs });
  }

  jobs(): readonly JobRow[] {
    return this.#store == null ? [] : recentJobs(this.#store.db);
  }

  state(): BackupState {
    const common = {
      root: this.root,
      name: path.basename(this.root),
      caches: { thumbs: path.join(this.#cache, 'thumbs'), previews: path.join(this.#cache, 'previews') },
    };
    const store = this.#store;
    const away = this.#isAway();
    if (store == null)
      return {
        ...common,
        state: away ? 'away' : this.#trouble !== '' ? 'failed' : 'none',
        ...(this.#trouble !== '' && !away ? { trouble: this.#trouble } : {}),
        readOnly: false,
        assets: 0,
        files: 0,
        bytes: 0,
        problems: 0,
        unindexed: 0,
        version: 0,
      };
    const { assets, files, bytes } = totalsOf(store.db);
    return {
      ...common,
      state: away ? 'away' : 'ready',
      ...(store.identity == null ? {} : { id: store.identity.id }),
      readOnly: store.readOnly,
      assets,
      files,
      bytes,
      problems: problemCount(store.db),
      unindexed: unindexedCount(store.db),
      version: store.version,
      ...(isUnread(store.db) ? { unread: true } : {}),
      ...(isExamined(store.db) ? {} : { unexamined: true }),
      ...(isUnfinished(store.db) ? { unfinished: true } : {}),
    };
  }
}

/** Applies what others wrote, without ever waiting: a window answers while a job writes. Tried again at the next poll. */
function followLedger(store: Store): void {
  // A job of this machine brings its own lines into the catalog, and those of others when it begins.
  if (isHeldHere(store.layout.lock)) return;
  const patience = store.db.pragma('busy_timeout', { simple: true }) as number;
  store.db.pragma('busy_timeout = 0');
  try {
    store.sync();
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw error;
  } finally {
    store.db.pragma(`busy_timeout = ${patience}`);
  }
}
