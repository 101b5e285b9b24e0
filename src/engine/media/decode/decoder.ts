import type { FileHandle } from 'node:fs/promises';
import { grabFrame } from '../../programs/ffmpeg.ts';
import type { HeifPool } from '../heif/pool.ts';
import { formatOf, type PictureFormat, SNIFF_BYTES } from './format.ts';
import { colourCodeOf, nclxOf } from './nclx.ts';
import { NoPicture } from './noPicture.ts';
import { profileFor } from './profile.ts';
import { rawPreview } from './rawPreview.ts';
import { openReadable } from './readable.ts';
import type { Decodable, PictureFile } from './source.ts';
import { asTiff } from './tiff.ts';

/** Larger files are read by libvips as it goes. */
const HOLD_BYTES = 256 << 20;
/** A HEIC is decoded whole: 200 megapixels take 1.4 GB for a moment. */
const HEIF_MAX_PIXELS = 200_000_000;
const HEIF_MAX_BYTES = 256 << 20;
/** All starts of other programs for one file together; less than the media process has for it. */
const PROGRAM_LIMIT_MS = 20_000;

const RESTRICTED = 'made by another program, and Restricted Mode starts none. Trust the folder to see it.';

export interface DecoderOptions {
  /** Absolute path, or undefined where there is none. */
  readonly ffmpeg: string | undefined;
  readonly heif: HeifPool;
  /** A folder of Keepsake's own, in which other programs are started. */
  readonly cwd: string;
  /** Starts no other program: what needs one has no picture. */
  readonly noPrograms?: boolean;
}

export interface DecodeWish {
  /** Longer side that is enough, px; undefined for all there is. */
  readonly enough: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds out what a file is by its bytes and makes something of it that sharp can open. */
export class Decoder {
  readonly #options: DecoderOptions;

  constructor(options: DecoderOptions) {
    this.#options = options;
  }

  /** @throws NoPicture with the reason, or the signal's reason */
  async open(source: PictureFile, wish: DecodeWish): Promise<Decodable & { readonly format: PictureFormat }> {
    const { handle, size } = await openReadable(source.file);
    try {
      const head = Buffer.alloc(SNIFF_BYTES);
      const { bytesRead } = await handle.read(head, 0, SNIFF_BYTES, 0);
      const format = formatOf(head.subarray(0, bytesRead), source.kind);
      return { format, ...(await this.#decodable(format, source, handle, size, wish)) };
    } finally {
      await handle.close();
    }
  }

  async #decodable(
    format: PictureFormat,
    source: PictureFile,
    handle: FileHandle,
    size: number,
    wish: DecodeWish,
  ): Promise<Decodable> {
    switch (format.by) {
      case 'sharp': {
        const input = await this.#held(source, handle, size);
        const profile = format.type === 'avif' && typeof input !== 'string' ? profileFor(nclxOf(input)) : undefined;
        return { input, orientation: 'own', profile };
      }
      case 'heif': {
        if (size > HEIF_MAX_BYTES) throw new NoPicture('It is larger than Keepsake decodes as HEIC (256 MB).');
        const bytes = await handle.readFile();
        const limits = { enough: wish.enough ?? 0, maxPixels: HEIF_MAX_PIXELS };
        const { data, width, height, channels, icc, nclx } = await this.#options.heif.decode(
          bytes,
          limits,
          wish.signal,
        );
        const pixels = { data: Buffer.from(data.buffer, data.byteOffset, data.length), width, height, channels };
        return { input: asTiff(pixels, icc ?? profileFor(nclx)), orientation: 1, profile: undefined };
      }
      case 'raw':
        if (this.#options.noPrograms) throw new NoPicture(`The preview in a RAW file is ${RESTRICTED}`);
        return rawPreview(source, {
          fd: handle.fd,
          enough: wish.enough,
          cwd: this.#options.cwd,
          timeLimitMs: PROGRAM_LIMIT_MS,
          signal: wish.signal,
        });
      case 'ffmpeg':
        return this.#frame(format, source, handle, wish);
      case 'nothing':
        throw new NoPicture('Its content is no picture or video that Keepsake knows, whatever its name says.');
    }
  }

  async #held(source: PictureFile, handle: FileHandle, size: number): Promise<Uint8Array | string> {
    if (size <= HOLD_BYTES) return handle.readFile();
    // libvips takes a name that ends in brackets for a name and options.
    if (typeof source.file === 'string' && !source.file.endsWith(']')) return source.file;
    throw new NoPicture('It is larger than Keepsake decodes under such a name (256 MB).');
  }

  async #frame(
    format: PictureFormat & { by: 'ffmpeg' },
    source: PictureFile,
    handle: FileHandle,
    wish: DecodeWish,
  ): Promise<Decodable> {
    const { ffmpeg: program, cwd, noPrograms } = this.#options;
    const what = format.of === 'video' ? 'The frame of a video' : 'A picture of this type';
    if (noPrograms) throw new NoPicture(`${what} is ${RESTRICTED}`);
    if (program == null) {
      throw new NoPicture(
        `${what} is shown with ffmpeg, which was not found. Install ffmpeg, or set its path.`,
        'ffmpeg',
      );
    }
    // At the very start many videos are black; some end within the second.
    const times = format.of === 'video' ? [1, 0] : [0];
    for (const at of times) {
      const { picture, colours, ended } = await grabFrame({
        program,
        file: source.file,
        fd: handle.fd,
        demuxer: format.demuxer,
        at,
        // Twice the size, for sharp makes a better small picture of it.
        box: wish.enough == null ? undefined : 2 * wish.enough,
        cwd,
        timeLimitMs: PROGRAM_LIMIT_MS / times.length,
        signal: wish.signal,
      });
      wish.signal?.throwIfAborted();
      if (ended === 'too slow') throw new NoPicture('ffmpeg took too long over it and was stopped.');
      if (ended === 'too much') throw new NoPicture('Its picture is larger than Keepsake takes (1 GB).');
      if (formatOf(picture, 'image').by === 'sharp') {
        return { input: picture, orientation: 1, profile: profileFor(colourCodeOf(colours)) };
      }
    }
    const wanted = format.of === 'video' ? 'frame of the video' : 'picture';
    throw new NoPicture(`No ${wanted} could be decoded: the file is damaged, or ffmpeg does not know its coding.`);
  }
}
