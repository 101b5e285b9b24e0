/**
 * An export from iCloud. icloudpd fetches into a folder of ours, and from there photos come into the backup as from
 * any source: by the one executor, once and whole, proved, on record, and undoable. So neither an edit nor a move in
 * the backup makes icloudpd fetch a photo again, nor does it ever see a file of the backup.
 */
import fs from 'node:fs';
import path from 'node:path';
import { checkedFlags, downloadArguments } from '../../../programs/icloudpdFlags.ts';
import { LayoutTemplate } from '../../exporting/layoutTemplate.ts';
import { type JobResult, type JobRun, runJob } from '../../job.ts';
import { makeTarget } from '../../newBackup.ts';
import { CannotDrive } from '../drivenProgram.ts';
import type { Download } from './download.ts';
import { Earlier } from './earlier.ts';
import { Hearing } from './hearing.ts';
import { lookOnly } from './icloudDryRun.ts';
import { type IcloudOptions, icloudpdOf } from './icloudOptions.ts';
import { IcloudTally } from './icloudTally.ts';
import { IncomingFolder } from './incomingFolder.ts';
import { DIRECTORY, type IcloudPlaces, icloudPlaces } from './places.ts';
import { runSignedIn } from './session.ts';
import { TakingIn } from './takingIn.ts';

const MOST = 2 ** 34;
const LEAST = 2 ** 28;

/**
 * @throws {CannotDrive}, {import('../../../programs/icloudpdFlags.ts').FlagRefused},
 *   {import('../../exporting/layoutTemplate.ts').LayoutError}, and as {@link runJob}
 */
export async function exportFromIcloud(options: IcloudOptions): Promise<JobResult> {
  // What can't be is said before anything is looked at.
  new LayoutTemplate(options.choices.layout);
  const flags = checkedFlags(options.flags);
  const program = icloudpdOf(options);
  if (options.dryRun) return lookOnly(options, program, flags);
  makeTarget(options.root, options.cache);
  return runJob('export', { ...options, create: 'empty' }, run => {
    const places = icloudPlaces(options.account, run.store.identity?.id ?? 'unknown', options.cache);
    return new IcloudExport(run, options, places).run(program, flags);
  });
}

class IcloudExport {
  readonly #run: JobRun;
  readonly #options: IcloudOptions;
  readonly #places: IcloudPlaces;
  readonly #folder: IncomingFolder;
  readonly #earlier: Earlier;
  readonly #tally = new IcloudTally();
  readonly #takingIn: TakingIn;
  readonly #hearing: Hearing;
  #isFetching = false;
  #download: Download | undefined;
  /** Bytes that have come since the last were taken in. */
  #waiting = 0;
  #fetched = 0;
  #wake = (): void => {};

  constructor(run: JobRun, options: IcloudOptions, places: IcloudPlaces) {
    this.#run = run;
    this.#options = options;
    this.#places = places;
    this.#folder = new IncomingFolder(path.join(places.work, DIRECTORY));
    this.#earlier = new Earlier(run.store, options.account, run.pause);
    const parts = { run, options, folder: this.#folder, earlier: this.#earlier, tally: this.#tally };
    this.#takingIn = new TakingIn(parts);
    this.#hearing = new Hearing(parts, this.#takingIn, bytes => this.#came(bytes));
  }

  async run(program: string, flags: readonly string[]): Promise<JobResult> {
    try {
      // What an earlier run had fetched, and whatever else is new here.
      await this.#takingIn.all();
      this.#folder.expect(this.#earlier.unwanted(this.#options.choices.again));
      const { download, last } = await this.#fetch(program, flags);
      if (this.#hearing.hasCome) await this.#takingIn.all();
      if (!download.isOver) throw brokenOff(download, last);
      for (const text of download.troubles) this.#run.reporter.note(`icloudpd: ${text}`);
    } catch (error) {
      this.#run.count(this.#tally.counts(this.#takingIn.isAtWork ? this.#run.result.counts : {}));
      throw error;
    }
    this.#run.count(this.#tally.counts());
    return this.#run.result;
  }

  async #fetch(
    program: string,
    flags: readonly string[],
  ): Promise<{ readonly download: Download; readonly last: string | undefined }> {
    const { account, root, hasTerminal, signal } = this.#options;
    const { cookies } = this.#places;
    const args = downloadArguments({ account, cookies, directory: DIRECTORY, flags, dryRun: false });
    const stop = new AbortController();
    const options = { account, root, hasTerminal, signal: AbortSignal.any([signal, stop.signal]) };
    const session = { program, places: this.#places, options, reporter: this.#run.reporter };
    this.#isFetching = true;
    const begun = (download: Download): void => {
      this.#download = download;
    };
    const ended = runSignedIn(session, args, this.#hearing, begun, () => this.#tell()).finally(() => {
      this.#isFetching = false;
      this.#wake();
    });
    // A failure is heard below; until then it must not count as one that nobody hears.
    ended.catch(() => {});
    try {
      while (this.#isFetching) {
        await this.#enough();
        this.#run.check();
        if (!this.#isFetching) break;
        this.#waiting = 0;
        await this.#takingIn.all(photo => this.#download?.isAt(photo) === true);
      }
    } catch (error) {
      stop.abort();
      await ended.catch(() => {});
      throw error;
    } finally {
      this.#hearing.tellFailures();
    }
    const { download, ended: how } = await ended;
    this.#run.check();
    this.#tally.leftOut += download.leftOut;
    return { download, last: how.tail.at(-1) };
  }

  #came(bytes: number): void {
    this.#waiting += bytes;
    this.#fetched += bytes;
    if (this.#waiting >= (this.#options.atOnce ?? LEAST) && this.#waiting >= this.#limit()) this.#wake();
  }

  /** Until there is enough to be taken in, or nothing comes any more. */
  #enough(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      if (!this.#isFetching || this.#waiting >= this.#limit()) resolve();
    });
  }

  /** Never so much that the disk of the cache fills up. */
  #limit(): number {
    const { atOnce } = this.#options;
    if (atOnce != null) return atOnce;
    const disk = fs.statfsSync(this.#folder.path);
    return Math.max(LEAST, Math.min(MOST, (disk.bavail * disk.bsize) / 4));
  }

  #tell(): void {
    if (this.#takingIn.isAtWork) return;
    const { seen = 0, total = 0 } = this.#download ?? {};
    this.#run.progress({ phase: 'download', done: seen, total, bytes: this.#fetched, totalBytes: 0 });
  }
}

function brokenOff({ troubles }: Download, last: string | undefined): CannotDrive {
  const said = (troubles.at(-1) ?? last ?? 'nothing').replace(/\.+$/, '');
  return new CannotDrive(
    `icloudpd did not get to its end; it said: ${said}. What had come until then is in the backup. Run this again: it goes on from there.`,
  );
}
