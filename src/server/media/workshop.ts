import { MediaChild } from './child.ts';
import type { MediaOptions, Outcome, PictureSource, What } from './messages.ts';

/** A file may keep the media process busy for so long, ms; other programs that it starts have less. */
const TIME_LIMIT_MS = 30_000;
/** So many starts in a row may fail; the next try is only after a pause, ms. */
const START_TRIES = 3;
const START_PAUSE_MS = 30_000;

export interface Job {
  readonly what: What;
  readonly source: PictureSource;
  /** Called once with what came of it, unless the job was taken back before it ran. */
  readonly done: (outcome: Outcome) => void;
}

interface Running {
  readonly number: number;
  readonly job: Job;
  readonly timer: NodeJS.Timeout;
  hangs: boolean;
  cancelled: boolean;
}

export interface WorkshopOptions {
  readonly entry: string | URL;
  readonly media: MediaOptions;
  /** Thumbnails made side by side; previews get one place more. */
  readonly cores: number;
  log(level: 'info' | 'warn' | 'error', message: string): void;
  /** For tests; default 30 s. */
  readonly timeLimitMs?: number;
}

/**
 * Deals jobs out to the media process and outlives it. When it dies, what it had in hand is suspect and is
 * tried again, one at a time with nothing beside; what makes it die twice is answered with `none`. What takes
 * too long is treated the same; the others that were in hand go on.
 */
export class Workshop {
  readonly #options: WorkshopOptions;
  #child: MediaChild | undefined;
  readonly #running = new Map<number, Running>();
  #thumbs: Job[] = [];
  #previews: Job[] = [];
  #suspects: Job[] = [];
  /** Deaths of the process with a job in hand, by kind and content. */
  readonly #strikes = new Map<string, number>();
  #numbers = 0;
  #failedStarts = 0;
  #pauseUntil = 0;
  #ended = false;

  constructor(options: WorkshopOptions) {
    this.#options = options;
  }

  /** Appended to what is waiting; one that is in hand already is not taken twice. */
  addThumbs(jobs: readonly Job[]): void {
    for (const job of jobs) {
      const { key } = job.source;
      const known = [...this.#running.values()].some(
        one => one.job.what === 'thumb' && one.job.source.key === key && !one.cancelled,
      );
      if (known || this.#suspects.some(one => one.what === 'thumb' && one.source.key === key)) continue;
      this.#enqueue(this.#thumbs, job);
    }
    this.#next();
  }

  addPreview(job: Job): void {
    this.#enqueue(this.#previews, job);
    this.#next();
  }

  /** Takes back all thumbnails that are waiting, and gives up those in hand that are not to be kept. */
  keepThumbs(keep: (key: string) => boolean): void {
    this.#thumbs = [];
    this.#suspects = this.#suspects.filter(job => job.what === 'preview' || keep(job.source.key));
    for (const one of this.#running.values()) {
      if (one.job.what === 'thumb' && !keep(one.job.source.key)) this.#giveUp(one);
    }
  }

  cancel(job: Job): void {
    this.#previews = this.#previews.filter(one => one !== job);
    this.#suspects = this.#suspects.filter(one => one !== job);
    for (const one of this.#running.values()) if (one.job === job) this.#giveUp(one);
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#thumbs = [];
    const open = [...this.#previews, ...this.#suspects, ...[...this.#running.values()].map(one => one.job)];
    this.#previews = [];
    this.#suspects = [];
    for (const one of this.#running.values()) clearTimeout(one.timer);
    this.#running.clear();
    for (const job of open) job.done(NOT_NOW('Keepsake is closing.'));
    this.#child?.kill();
    await this.#child?.exited;
  }

  #enqueue(queue: Job[], job: Job): void {
    (this.#strikes.has(nameOf(job)) ? this.#suspects : queue).push(job);
  }

  #next(): void {
    const waiting = this.#thumbs.length + this.#previews.length + this.#suspects.length;
    if (this.#ended || waiting === 0) return;
    if (this.#child == null) this.#start();
    if (!this.#child?.ready) return;
    const inHand = [...this.#running.values()];
    // A suspect runs with nothing beside it.
    if (inHand.some(one => this.#strikes.has(nameOf(one.job)))) return;
    if (this.#suspects.length > 0) {
      const suspect = inHand.length === 0 ? this.#suspects.shift() : undefined;
      if (suspect) this.#run(suspect);
      return;
    }
    const { cores } = this.#options;
    while (this.#running.size < cores + 1) {
      const thumbs = [...this.#running.values()].filter(one => one.job.what === 'thumb').length;
      const job = this.#previews.shift() ?? (thumbs < cores ? this.#thumbs.shift() : undefined);
      if (job == null) return;
      this.#run(job);
    }
  }

  #run(job: Job): void {
    const number = ++this.#numbers;
    const timer = setTimeout(() => this.#hangs(number), this.#options.timeLimitMs ?? TIME_LIMIT_MS);
    this.#running.set(number, { number, job, timer, hangs: false, cancelled: false });
    this.#child?.send({ do: job.what, job: number, source: job.source });
  }

  #giveUp(one: Running): void {
    one.cancelled = true;
    this.#child?.send({ do: 'cancel', job: one.number });
  }

  #hangs(number: number): void {
    const one = this.#running.get(number);
    if (one == null) return;
    one.hangs = true;
    this.#child?.kill();
  }

  #start(): void {
    if (Date.now() < this.#pauseUntil) {
      this.#failAll();
      return;
    }
    const child = new MediaChild(this.#options.entry, {
      options: this.#options.media,
      onReady: () => {
        this.#failedStarts = 0;
        this.#next();
      },
      onDone: ({ job, outcome }) => {
        const one = this.#running.get(job);
        if (one == null) return;
        this.#running.delete(job);
        clearTimeout(one.timer);
        this.#strikes.delete(nameOf(one.job));
        one.job.done(outcome);
        this.#next();
      },
      onExit: (how, said) => this.#exited(child, how, said),
    });
    this.#child = child;
  }

  #exited(child: MediaChild, how: string, said: string): void {
    if (this.#child === child) this.#child = undefined;
    if (this.#ended) return;
    const { log } = this.#options;
    if (!child.ready) {
      log('error', `The media process did not start (${how}). ${said}`);
      if (++this.#failedStarts >= START_TRIES) {
        this.#failedStarts = 0;
        this.#pauseUntil = Date.now() + START_PAUSE_MS;
      }
      this.#next();
      return;
    }
    const inHand = [...this.#running.values()];
    this.#running.clear();
    const files = inHand.map(one => one.job.source.file.toString()).join(', ');
    log('warn', `The media process ended (${how}) with ${files || 'nothing'} in hand, and starts again. ${said}`);
    const hung = inHand.some(one => one.hangs);
    for (const one of inHand) {
      clearTimeout(one.timer);
      if (one.cancelled) one.job.done({ state: 'cancelled' });
      else if (hung && !one.hangs) (one.job.what === 'thumb' ? this.#thumbs : this.#previews).unshift(one.job);
      else this.#strike(one.job, hung);
    }
    this.#next();
  }

  #strike(job: Job, hung: boolean): void {
    const strikes = (this.#strikes.get(nameOf(job)) ?? 0) + 1;
    this.#strikes.set(nameOf(job), strikes);
    if (strikes < 2) {
      this.#suspects.push(job);
      return;
    }
    this.#strikes.delete(nameOf(job));
    const what = hung ? 'took too long and was stopped' : 'ended the process that made it';
    job.done({
      state: 'none',
      why: `Making its picture ${what}, twice. The file may be damaged; it was not changed.`,
      lasting: true,
    });
  }

  #failAll(): void {
    const jobs = [...this.#previews, ...this.#suspects, ...this.#thumbs];
    this.#previews = [];
    this.#suspects = [];
    this.#thumbs = [];
    for (const job of jobs)
      job.done(NOT_NOW('The process that makes pictures does not start: see the log of Keepsake.'));
  }
}

const NOT_NOW = (why: string): Outcome => ({ state: 'none', why, lasting: false });

function nameOf(job: Job): string {
  return `${job.what}:${job.source.key}`;
}
