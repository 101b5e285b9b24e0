/** A workbench for tests: a folder that goes away, a decoder, and what makes thumbnails and previews of files in it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Decoder } from '../../../src/engine/media/decode/decoder.ts';
import type { PictureFile } from '../../../src/engine/media/decode/source.ts';
import { HeifPool } from '../../../src/engine/media/heif/pool.ts';
import { type MadePreview, makePreview } from '../../../src/engine/media/preview/preview.ts';
import { makeThumbnail } from '../../../src/engine/media/thumbnail/thumbnail.ts';
import { findFfmpeg } from '../../../src/engine/programs/ffmpeg.ts';

export const DATA = path.join(import.meta.dirname, '../../fixtures/data');

/** Why tests with videos are skipped, or false. */
export const withoutFfmpeg: string | false = findFfmpeg() == null && 'ffmpeg is not installed';

export interface Bench {
  readonly folder: string;
  write(name: string | Buffer, content: Buffer): string | Buffer;
  thumbnail(file: string | Buffer, source?: Partial<PictureFile>): Promise<Buffer>;
  preview(file: string | Buffer, source?: Partial<PictureFile>): Promise<MadePreview>;
  end(): Promise<void>;
}

/** @param options ffmpeg: as for the product, or undefined for a machine without it */
export function openBench(options: { readonly ffmpeg: string | undefined } = { ffmpeg: findFfmpeg() }): Bench {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-pictures-'));
  const heif = new HeifPool(2);
  const decoder = new Decoder({ ...options, heif, cwd: folder });
  const sourceOf = (file: string | Buffer, source: Partial<PictureFile>): PictureFile => ({
    kind: 'image',
    width: 0,
    height: 0,
    ...source,
    file,
  });
  return {
    folder,
    write(name, content) {
      const file =
        typeof name === 'string' ? path.join(folder, name) : Buffer.concat([Buffer.from(`${folder}/`), name]);
      fs.writeFileSync(file, content);
      return file;
    },
    thumbnail: (file, source = {}) => makeThumbnail(decoder, sourceOf(file, source)),
    preview: (file, source = {}) => makePreview(decoder, sourceOf(file, source)),
    async end() {
      await heif.end();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
