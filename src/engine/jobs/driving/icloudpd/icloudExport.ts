/**
 * An export from iCloud. icloudpd fetches into a folder of ours, and from there photos come into the backup as from
 * any source: by the one executor, once and whole, proved, on record, and undoable. So neither an edit nor a move in
 * the backup makes icloudpd fetch a photo again, nor does it ever see a file of the backup.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../catalog/findings.ts';
import { checkedFlags, downloadArguments } from '../../../programs/icloudpdFlags.ts';
import { Given } from '../../../sources/given.ts';
import { photoOf } from '../../../sources/icloudpd/icloudName.ts';
import { IncomingSource } from '../../../sources/icloudpd/incomingSource.ts';
import { Export } from '../../export.ts';
import { LayoutTemplate } from '../../exporting/layoutTemplate.ts';
import { goneSince } from '../../exporting/leftOut.ts';
import { type JobResult, type JobRun, runJob } from '../../job.ts';
import { makeTarget } from '../../newBackup.ts';
import { CannotDrive } from '../drivenProgram.ts';
import type { Download, DownloadPorts } from './download.ts';
import { Earlier } from './earlier.ts';
import { lookOnly } from './icloudDryRun.ts';
import { type IcloudOptions, icloudpdOf } from './icloudOptions.ts';
import { IcloudTally } from './icloudTally.ts';
import { IncomingFolder } from './incomingFolder.ts';
import { DIRECTORY, type IcloudPlaces, icloudPlaces } from './places.ts';
import { runSignedIn } from './session.ts';

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
  /** Photos that came and could not be taken in: the next run tries again. */
  readonly #refused = new Set<string>();
  /** Photos of which a file has come by this run: what lies in the folder may be ahead of what icloudpd has told. */
  readonly #came = new Set<string>();
  /** The files. */
  readonly #arrived = new Set<string>();
  readonly #failures = new Map<string, { readonly where: string; readonly message: string }>();
  #isFetching = false;
  #download: Download | undefined;
  /** Bytes that have come since the last were taken in. */
  #waiting = 0;
  #fetched = 0;
  #isTakingIn = false;
  #wake = (): void => {};

  constructor(run: JobRun, options: IcloudOptions, places: IcloudPlaces) {
    this.#run = run;
    this.#options = options;
    this.#places = places;
    this.#folder = new IncomingFolder(path.join(places.work, DIRECTORY));
    this.#earlier = new Earlier(run.store, options.account, run.pause);
  }

  async run(program: string, flags: readonly string[]): Promise<JobResult> {
    try {
      // What an earlier run had fetched, and whatever else is new here.
      await this.#takeIn();
      this.#folder.expect(this.#wanted());
      const { download, last } = await this.#fetch(program, flags);
      await this.#takeIn();
      if (!download.isOver) throw brokenOff(download, last);
    } catch (error) {
      this.#count(this.#isTakingIn);
      throw error;
    }
    this.#count(false);
    return this.#run.result;
  }

  /** What is not to be fetched: what came before, also where it was deleted since. */
  *#wanted(): Generator<string> {
    for (const [where, state] of this.#earlier.states)
      if (!this.#options.choices.again || this.#earlier.of(where, state)?.isThere === true) yield where;
  }

  async #fetch(
    program: string,
    flags: readonly string[],
  ): Promise<{ readonly download: Download; readonly last: string | undefined }> {
    const { account, root, hasTerminal, signal } = this.#options;
    const args = downloadArguments({
      account,
      cookies: this.#places.cookies,
      directory: DIRECTORY,
      flags,
      dryRun: false,
    });
    const stop = new AbortController();
    const options = { account, root, hasTerminal, signal: AbortSignal.any([signal, stop.signal]) };
    const session = { program, places: this.#places, options, reporter: this.#run.reporter };
    this.#isFetching = true;
    const ended = runSignedIn(session, args, this.#ports(), download => {
      this.#download = download;
    }).finally(() => {
      this.#isFetching = false;
      this.#wake();
    });
    // A failure is heard below; until then it must not count as one that nobody hears.
    ended.catch(() => {});
    try {
      while (this.#isFetching) {
        await this.#enough();
        this.#run.check();
        if (this.#isFetching) await this.#takeIn();
      }
    } catch (error) {
      stop.abort();
      await ended.catch(() => {});
      throw error;
    } finally {
      this.#tellFailures();
    }
    const { download, ended: how } = await ended;
    this.#run.check();
    this.#tally.leftOut += download.leftOut;
    return { download, last: how.tail.at(-1) };
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

  #ports(): DownloadPorts {
    return {
      came: where => {
        const size = this.#folder.sizeOf(where) ?? 0;
        this.#came.add(photoOf(where));
        this.#arrived.add(where);
        this.#failures.delete(where);
        if (size === 0) this.#fail(where, 'it came without a byte');
        this.#waiting += size;
        this.#fetched += size;
        this.#tell();
        if (this.#waiting >= (this.#options.atOnce ?? LEAST) && this.#waiting >= this.#limit()) this.#wake();
      },
      wasThere: where => {
        this.#tell();
        if (where == null) this.#tally.wasThere(`${this.#download?.seen}...`);
        // It may have come by this run: icloudpd begins anew by itself where its connection breaks.
        else if (!this.#tally.isCounted(where) && !this.#arrived.has(where)) this.#settle(where);
      },
      failed: (where, why) => this.#fail(where, why),
      note: text => this.#run.reporter.note(text),
    };
  }

  #settle(where: string): void {
    const known = this.#earlier.of(where);
    if (known?.isThere !== false) {
      this.#tally.wasThere(where);
      return;
    }
    this.#tally.gone++;
    this.#report('info', 'skipped', where, goneSince(known.path));
  }

  #fail(where: string, why: string): void {
    const what = where === '' ? 'A photo' : where.slice(where.lastIndexOf('/') + 1);
    const message = `${what} did not come from iCloud: ${why}. The next run tries again.`;
    this.#failures.set(where === '' ? `?${this.#failures.size}` : where, { where, message });
    this.#tally.failed = this.#failures.size;
  }

  /** When nothing comes any more: what failed may have come after all, for icloudpd begins anew by itself. */
  #tellFailures(): void {
    for (const { where, message } of this.#failures.values()) this.#report('error', 'copy-failed', where, message);
    this.#tally.failed = this.#failures.size;
  }

  #report(severity: Finding['severity'], code: Finding['code'], where: string, message: string): void {
    const { account } = this.#options;
    this.#run.report({ severity, code, path: { text: where === '' ? account : `${account}/${where}` }, message });
  }

  #tell(): void {
    if (this.#isTakingIn) return;
    const { seen = 0, total = 0 } = this.#download ?? {};
    this.#run.progress({ phase: 'download', done: seen, total, bytes: this.#fetched, totalBytes: 0 });
  }

  /** What has been fetched comes into the backup; what is there then is let go here. */
  async #takeIn(): Promise<void> {
    const { account } = this.#options;
    this.#waiting = 0;
    const isWhole = this.#whole();
    const source = new IncomingSource({
      account,
      earlier: this.#earlier.states,
      isWhole: (directory, photo) => isWhole(`${directory}/${photo}`),
      told: paths => this.#tally.count(paths),
    });
    const given = Given.of([this.#folder.path]);
    this.#isTakingIn = true;
    try {
      const options = { ...this.#options, sources: [this.#folder.path], from: 'icloudpd', plan: undefined } as const;
      const { counts } = await new Export(this.#run, given, async () => source, options).run();
      this.#tally.add(counts);
    } finally {
      await given.close();
    }
    this.#isTakingIn = false;
    this.#count(false);
    this.#earlier.renew();
    for (const { path: where, size, mtimeMs } of this.#folder.fetched()) {
      if (this.#earlier.note(where, { size, mtime: Math.round(mtimeMs) })) this.#folder.empty(where);
      else if (this.#tally.isCounted(where)) this.#refused.add(photoOf(where));
      await this.#run.pause();
    }
  }

  /**
   * Which photos are whole by now. It is asked before the folder is listed: of one that is told to be whole only later
   * the list may hold the half.
   */
  #whole(): (photo: string) => boolean {
    if (!this.#isFetching) return photo => !this.#refused.has(photo);
    const whole = new Set([...this.#came].filter(photo => this.#download?.isAt(photo) !== true));
    return photo => whole.has(photo) && !this.#refused.has(photo);
  }

  /** @param isMore an export is at work whose counts are not in the tally yet */
  #count(isMore: boolean): void {
    this.#run.count(this.#tally.counts(isMore ? this.#run.result.counts : {}));
  }
}

function brokenOff({ trouble }: Download, last: string | undefined): CannotDrive {
  const said = (trouble ?? last ?? 'nothing').replace(/\.+$/, '');
  return new CannotDrive(
    `icloudpd did not get to its end; it said: ${said}. What had come until then is in the backup. Run this again: it goes on from there.`,
  );
}
