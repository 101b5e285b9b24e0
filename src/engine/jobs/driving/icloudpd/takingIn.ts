/** What has been fetched comes into the backup, as from any source; what is there then is let go where it was fetched to. */
import { Given } from '../../../sources/given.ts';
import { photoOf } from '../../../sources/icloudpd/icloudName.ts';
import { IncomingSource } from '../../../sources/icloudpd/incomingSource.ts';
import { ExportRun } from '../../exporting/exportRun.ts';
import type { JobRun } from '../../job.ts';
import type { Earlier } from './earlier.ts';
import type { IcloudOptions } from './icloudOptions.ts';
import type { IcloudTally } from './icloudTally.ts';
import type { IncomingFolder } from './incomingFolder.ts';

export interface TakingInParts {
  readonly run: JobRun;
  readonly options: IcloudOptions;
  readonly folder: IncomingFolder;
  readonly earlier: Earlier;
  readonly tally: IcloudTally;
}

export class TakingIn {
  readonly #parts: TakingInParts;
  /** Photos of which a file has come by this run: what lies in the folder may be ahead of what icloudpd has told. */
  readonly #came = new Set<string>();
  /** Photos that came and could not be taken in: the next run tries again. */
  readonly #refused = new Set<string>();
  /** An export is at work, whose counts are not in the tally yet. */
  isAtWork = false;

  constructor(parts: TakingInParts) {
    this.#parts = parts;
  }

  came(where: string): void {
    this.#came.add(photoOf(where));
  }

  /** @param isAt tells the photo that is being fetched; absent where nothing comes any more */
  async all(isAt?: (photo: string) => boolean): Promise<void> {
    const { run, options, folder, earlier, tally } = this.#parts;
    const isWhole = this.#whole(isAt);
    const source = new IncomingSource({
      account: options.account,
      earlier: earlier.states,
      isWhole: (directory, photo) => isWhole(`${directory}/${photo}`),
      told: paths => tally.count(paths),
    });
    const given = Given.of([folder.path]);
    this.isAtWork = true;
    try {
      const choices = { ...options, sources: [folder.path], from: 'icloudpd', plan: undefined } as const;
      const { counts } = await new ExportRun(run, given, async () => source, choices).run();
      tally.add(counts);
    } finally {
      await given.close();
    }
    this.isAtWork = false;
    run.count(tally.counts());
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    const { run, folder, earlier, tally } = this.#parts;
    earlier.renew();
    for (const { path: where, size, mtimeMs } of folder.fetched()) {
      if (earlier.note(where, { size, mtime: Math.round(mtimeMs) })) folder.empty(where);
      else if (tally.isCounted(where)) this.#refused.add(photoOf(where));
      await run.pause();
    }
  }

  /**
   * Which photos are whole by now. It is asked before the folder is listed: of one that is told to be whole only later
   * the list may hold the half.
   */
  #whole(isAt: ((photo: string) => boolean) | undefined): (photo: string) => boolean {
    if (isAt == null) return photo => !this.#refused.has(photo);
    const whole = new Set([...this.#came].filter(photo => !isAt(photo)));
    return photo => whole.has(photo) && !this.#refused.has(photo);
  }
}
