import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Decoder } from '../../engine/media/decode/decoder.ts';
import { NoPicture } from '../../engine/media/decode/noPicture.ts';
import { HeifPool } from '../../engine/media/heif/pool.ts';
import { PictureCache } from '../../engine/media/pictureCache.ts';
import { makePreview, PREVIEW_TYPES, sizeOf } from '../../engine/media/preview/preview.ts';
import { previewLooksWhole } from '../../engine/media/preview/whole.ts';
import { makeThumbnail } from '../../engine/media/thumbnail/thumbnail.ts';
import { thumbnailLooksWhole } from '../../engine/media/thumbnail/whole.ts';
import { findFfmpeg } from '../../engine/programs/ffmpeg.ts';
import type { MediaOptions, Outcome, PictureSource, What } from './messages.ts';

/** Makes pictures and puts them into the caches. It trusts no file: it is meant to live in a process that may die. */
export class Studio {
  readonly #decoder: Decoder;
  readonly #thumbs: PictureCache;
  readonly #previews: PictureCache;

  constructor(options: MediaOptions) {
    mkdirSync(options.cacheDir, { recursive: true });
    this.#decoder = new Decoder({
      ffmpeg: options.noPrograms ? undefined : findFfmpeg(options.ffmpeg),
      heif: new HeifPool(options.threads),
      cwd: options.cacheDir,
      noPrograms: options.noPrograms === true,
    });
    this.#thumbs = new PictureCache(path.join(options.cacheDir, 'thumbs'), options.thumbnailBytes, thumbnailLooksWhole);
    this.#previews = new PictureCache(path.join(options.cacheDir, 'previews'), options.previewBytes, previewLooksWhole);
  }

  /** Never throws: what goes wrong is the outcome. */
  async make(what: What, source: PictureSource, signal: AbortSignal): Promise<Outcome> {
    try {
      return what === 'thumb' ? await this.#thumb(source, signal) : await this.#preview(source, signal);
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled' };
      if (error instanceof NoPicture) return noPicture(error);
      const reason = error instanceof Error ? error.message : String(error);
      return { state: 'none', why: `No picture could be made or kept: ${reason}.`, lasting: false };
    }
  }

  async #thumb(source: PictureSource, signal: AbortSignal): Promise<Outcome> {
    const file = PictureCache.nameOf(source.key, 'webp');
    const webp = await makeThumbnail(this.#decoder, source, signal);
    await this.#thumbs.put(file, temporary => writeFile(temporary, webp));
    void this.#thumbs.tidy();
    return { state: 'ready', file, mime: 'image/webp', width: 0, height: 0 };
  }

  async #preview(source: PictureSource, signal: AbortSignal): Promise<Outcome> {
    for (const { extension, mime } of PREVIEW_TYPES) {
      const file = PictureCache.nameOf(source.key, extension);
      if (!(await this.#previews.has(file))) continue;
      return { state: 'ready', file, mime, ...(await sizeOf(this.#previews.pathOf(file))) };
    }
    const { extension, mime, width, height, content } = await makePreview(this.#decoder, source, signal);
    signal.throwIfAborted();
    const file = PictureCache.nameOf(source.key, extension);
    await this.#previews.put(file, temporary =>
      Buffer.isBuffer(content) ? writeFile(temporary, content) : content.copyTo(temporary),
    );
    void this.#previews.tidy();
    return { state: 'ready', file, mime, width, height };
  }
}

function noPicture(error: NoPicture): Outcome {
  const { message: why, need } = error;
  return need ? { state: 'none', why, need, lasting: true } : { state: 'none', why, lasting: true };
}
