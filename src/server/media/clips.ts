import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { AssetFilm } from '../../engine/catalog/assetFilm.ts';
import { formatOf, SNIFF_BYTES } from '../../engine/media/decode/format.ts';
import { NoPicture } from '../../engine/media/decode/noPicture.ts';
import { openReadable } from '../../engine/media/decode/readable.ts';
import { PictureCache } from '../../engine/media/pictureCache.ts';
import { thumbKey } from '../../engine/media/thumbnail/key.ts';
import { findFfmpeg } from '../../engine/programs/ffmpeg.ts';
import { makeClip } from '../../engine/programs/ffmpegClip.ts';
import type { Clip } from '../../protocol/picture.ts';

/** Grows when clips are made differently. */
const RECIPE = 1;
/** Longer films are shown so far: who wants to see all of it has a player. */
const SECONDS = 30;
const TIME_LIMIT_MS = 90_000;
const BYTES = 2 * 2 ** 30;

export interface ClipsOptions {
  /** Absolute; holds `previews/`. */
  readonly cacheDir: string;
  readonly ffmpeg?: string | undefined;
  readonly noPrograms: boolean;
  readonly absent: () => string | undefined;
}

/**
 * Films that a webview can play: what cameras write (H.264, HEVC, AAC) VS Code's browser mostly can't. One is made at a
 * time; all are kept beside the previews.
 */
export class Clips {
  readonly #options: ClipsOptions;
  readonly #cache: PictureCache;
  readonly #ended = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ClipsOptions) {
    this.#options = options;
    const isWhole = (_file: string, size: number): boolean => size > 0;
    this.#cache = new PictureCache(path.join(options.cacheDir, 'previews'), BYTES, isWhole);
  }

  /** @throws the signal's reason where it was given up */
  async clip(film: AssetFilm, asked: AbortSignal): Promise<Clip> {
    const signal = AbortSignal.any([asked, this.#ended.signal]);
    const turn = this.#last.catch(() => undefined).then(() => this.#made(film, signal));
    this.#last = turn;
    try {
      return await turn;
    } catch (error) {
      signal.throwIfAborted();
      const why = this.#options.absent() ?? (error as Error).message;
      const need = error instanceof NoPicture ? error.need : undefined;
      return { state: 'none', why, path: film.path, ...(need != null && { need }) };
    }
  }

  /** What is at work is stopped. */
  end(): void {
    this.#ended.abort();
  }

  /** @throws NoPicture with the reason */
  async #made(film: AssetFilm, signal: AbortSignal): Promise<Clip> {
    signal.throwIfAborted();
    if (film.onlineOnly) throw new NoPicture('It is online only: reading it would download it.');
    const { handle, size } = await openReadable(film.file);
    try {
      const key = createHash('sha256')
        .update(`clip ${RECIPE} ${thumbKey(film.file, size)}`)
        .digest('hex')
        .slice(0, 32);
      const name = PictureCache.nameOf(key, 'webm');
      const whole = film.duration <= SECONDS + 1;
      const clip: Clip = { state: 'ready', file: name, mime: 'video/webm', seconds: SECONDS, whole, path: film.path };
      if (await this.#cache.has(name)) return clip;
      if (this.#options.noPrograms)
        throw new NoPicture('A film is made playable by ffmpeg, and Restricted Mode starts no other program.');
      const program = findFfmpeg(this.#options.ffmpeg);
      if (program == null)
        throw new NoPicture(
          'A film is made playable by ffmpeg, which was not found. Install ffmpeg, or set its path.',
          'ffmpeg',
        );
      const head = Buffer.alloc(SNIFF_BYTES);
      const { bytesRead } = await handle.read(head, 0, SNIFF_BYTES, 0);
      const format = formatOf(head.subarray(0, bytesRead), 'video');
      if (format.by !== 'ffmpeg' || format.of !== 'video')
        throw new NoPicture('Its content is no film that Keepsake knows.');
      const cwd = path.join(this.#options.cacheDir, 'previews');
      await mkdir(cwd, { recursive: true });
      await this.#cache.put(name, async to => {
        const { demuxer } = format;
        const { ended, code } = await makeClip({
          ...{ program, file: film.file, fd: handle.fd, demuxer, to, cwd, signal },
          seconds: whole ? SECONDS + 1 : SECONDS,
          timeLimitMs: TIME_LIMIT_MS,
        });
        signal.throwIfAborted();
        if (ended === 'too slow') throw new NoPicture('ffmpeg took too long over it and was stopped.');
        if (code !== 0)
          throw new NoPicture('ffmpeg could not read it: the file is damaged, or its coding is not known.');
      });
      void this.#cache.tidy();
      return clip;
    } finally {
      await handle.close();
    }
  }
}
