import { availableParallelism } from 'node:os';
import path from 'node:path';
import { PictureCache } from '../../engine/media/pictureCache.ts';
import { thumbnailLooksWhole } from '../../engine/media/thumbnail/whole.ts';
import type { Preview, ThumbState } from '../../protocol/picture.ts';
import type { MediaOptions, Outcome, PictureSource } from './messages.ts';
import { type Job, Workshop } from './workshop.ts';

export type { PictureSource } from './messages.ts';

const DEFAULT_THUMBNAIL_BYTES = 1 << 30;
/** Previews are whole photos: 2 GiB are some hundreds that need no decoding again. */
const PREVIEW_BYTES = 2 * 2 ** 30;
/** For so long a file that has no picture is not tried again, ms. */
const REMEMBER_NONE_MS = 10 * 60_000;
const REMEMBERED = 10_000;
/** Cache entries looked at side by side. */
const LOOK_AT_ONCE = 32;

export interface PicturesOptions {
  /** Absolute; holds `thumbs/` and `previews/`. */
  readonly cacheDir: string;
  /** Absolute path of ffmpeg; looked for in KEEPSAKE_FFMPEG and on PATH where absent. */
  readonly ffmpeg?: string;
  /** Starts neither ffmpeg nor exiftool; what needs them is answered with `none`. Default false. */
  readonly noPrograms?: boolean;
  /** Bytes that thumbnails may take before the least recently used go. Default 1 GiB. */
  readonly thumbnailBytes?: number;
  /** The program of the media process. */
  readonly processEntry: string | URL;
  /** Why no file can be read at all just now, as a sentence for a person; undefined where files can be read. */
  readonly absent?: () => string | undefined;
  onThumb(state: ThumbState): void;
  log(level: 'info' | 'warn' | 'error', message: string): void;
}

/** Thumbnails and previews for one window: answered from the caches, else made in a process that may die. */
export class Pictures {
  readonly #options: PicturesOptions;
  readonly #thumbs: PictureCache;
  readonly #workshop: Workshop;
  /** By key: several assets may have the same content. */
  #wanted = new Map<string, Set<number>>();
  readonly #none = new Map<string, { readonly state: Outcome & { state: 'none' }; readonly at: number }>();
  #round = 0;

  constructor(options: PicturesOptions) {
    this.#options = options;
    const cores = availableParallelism();
    const media: MediaOptions = {
      cacheDir: options.cacheDir,
      ffmpeg: options.ffmpeg,
      noPrograms: options.noPrograms === true,
      thumbnailBytes: options.thumbnailBytes ?? DEFAULT_THUMBNAIL_BYTES,
      previewBytes: PREVIEW_BYTES,
      threads: Math.min(4, cores),
    };
    this.#thumbs = new PictureCache(path.join(options.cacheDir, 'thumbs'), media.thumbnailBytes, thumbnailLooksWhole);
    this.#workshop = new Workshop({ entry: options.processEntry, media, cores, log: options.log });
  }

  /**
   * Says what thumbnails are wanted now, nearest to the viewport first; what was wanted before and is not now
   * is given up. Every item is answered once through `onThumb`, unless it is given up.
   */
  want(items: readonly PictureSource[]): void {
    const round = ++this.#round;
    this.#wanted = new Map();
    const sources = new Map<string, PictureSource>();
    for (const item of items) {
      const ids = this.#wanted.get(item.key) ?? new Set();
      this.#wanted.set(item.key, ids.add(item.id));
      if (!sources.has(item.key)) sources.set(item.key, item);
    }
    this.#workshop.keepThumbs(key => this.#wanted.has(key));
    void this.#lookUp([...sources.values()], round);
  }

  /**
   * The picture for the loupe, before any thumbnail.
   * @throws the signal's reason where it was given up
   */
  preview(item: PictureSource, signal?: AbortSignal): Promise<Preview> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const job: Job = {
        what: 'preview',
        source: item,
        done: outcome => {
          signal?.removeEventListener('abort', giveUp);
          resolve(previewOf(this.#explained(outcome)));
        },
      };
      const giveUp = () => {
        this.#workshop.cancel(job);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#workshop.addPreview(job);
    });
  }

  /** Ends the media process; what is open is answered with `none` or not at all. */
  async end(): Promise<void> {
    this.#round++;
    this.#wanted.clear();
    await this.#workshop.end();
  }

  async #lookUp(sources: readonly PictureSource[], round: number): Promise<void> {
    for (let at = 0; at < sources.length; at += LOOK_AT_ONCE) {
      const part = sources.slice(at, at + LOOK_AT_ONCE);
      const there = await Promise.all(part.map(source => this.#thumbs.has(PictureCache.nameOf(source.key, 'webp'))));
      if (round !== this.#round) return;
      const missing: Job[] = [];
      for (const [k, source] of part.entries()) {
        const none = this.#remembered(source);
        if (there[k]) this.#answer(source.key, readyOf(source.key));
        else if (none) this.#answer(source.key, none);
        else missing.push({ what: 'thumb', source, done: outcome => this.#made(source, outcome) });
      }
      this.#workshop.addThumbs(missing);
    }
  }

  /** That a file can't be read says nothing of the file while the whole backup is not there; nor does it last. */
  #explained(outcome: Outcome): Outcome {
    const why = outcome.state === 'none' ? this.#options.absent?.() : undefined;
    return why == null ? outcome : { state: 'none', why, lasting: false };
  }

  #made(source: PictureSource, made: Outcome): void {
    const { key } = source;
    const outcome = this.#explained(made);
    if (outcome.state === 'cancelled') {
      // Given up, and wanted again before that was known.
      if (this.#wanted.has(key)) {
        this.#workshop.addThumbs([{ what: 'thumb', source, done: next => this.#made(source, next) }]);
      }
      return;
    }
    if (outcome.state === 'none') {
      if (outcome.lasting) this.#remember(source, outcome);
      this.#options.log('info', `No thumbnail of ${nameOf(source)}: ${outcome.why}`);
    }
    this.#answer(key, outcome);
  }

  #answer(key: string, outcome: Outcome & { state: 'ready' | 'none' }): void {
    const ids = this.#wanted.get(key) ?? [];
    this.#wanted.delete(key);
    for (const id of ids) {
      if (outcome.state === 'ready') this.#options.onThumb({ id, state: 'ready', file: outcome.file });
      else this.#options.onThumb({ id, ...noneOf(outcome) });
    }
  }

  /** The same content elsewhere may be readable: so it is remembered of the file, not of the content. */
  #remembered(source: PictureSource): (Outcome & { state: 'none' }) | undefined {
    const key = placeOf(source);
    const found = this.#none.get(key);
    if (found == null) return undefined;
    if (Date.now() - found.at < REMEMBER_NONE_MS) return found.state;
    this.#none.delete(key);
    return undefined;
  }

  #remember(source: PictureSource, state: Outcome & { state: 'none' }): void {
    const oldest = this.#none.keys().next().value;
    if (this.#none.size >= REMEMBERED && oldest != null) this.#none.delete(oldest);
    this.#none.set(placeOf(source), { state, at: Date.now() });
  }
}

function readyOf(key: string): Outcome & { state: 'ready' } {
  return { state: 'ready', file: PictureCache.nameOf(key, 'webp'), mime: 'image/webp', width: 0, height: 0 };
}

function noneOf(outcome: Outcome & { state: 'none' }): Preview & { state: 'none' } {
  const { why, need } = outcome;
  return need ? { state: 'none', why, need } : { state: 'none', why };
}

function previewOf(outcome: Outcome): Preview {
  if (outcome.state === 'none') return noneOf(outcome);
  if (outcome.state === 'cancelled') return { state: 'none', why: 'It was given up.' };
  const { file, mime, width, height } = outcome;
  return { state: 'ready', file, mime, width, height };
}

function placeOf(source: PictureSource): string {
  return `${source.key} ${nameOf(source)}`;
}

function nameOf(source: PictureSource): string {
  return typeof source.file === 'string' ? source.file : source.file.toString('latin1');
}
