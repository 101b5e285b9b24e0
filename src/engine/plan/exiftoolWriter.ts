/** Writes tags into a copy of a photo by exiftool, and proves that the image data in it is what it was. */
import { type ExifTool, ExifToolMissing } from '../programs/exiftool.ts';
import { writableTags } from '../programs/writableTags.ts';
import type { Writer } from './building.ts';
import type { FilePath } from './fileSystem.ts';
import { Refused } from './refused.ts';

export class ExiftoolWriter implements Writer {
  readonly #exiftool: ExifTool;

  /** @param exiftool ended by whoever made it */
  constructor(exiftool: ExifTool) {
    this.#exiftool = exiftool;
  }

  /** @throws {Refused}; {ExifToolMissing} */
  async write(from: FilePath, to: FilePath, tags: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.#exiftool.writeCopy(from, to, writableTags(tags));
      const [before, after] = [await this.#exiftool.imageDataHash(from), await this.#exiftool.imageDataHash(to)];
      if (before == null)
        throw new Refused('copy-failed', 'Of this kind of file it can’t be proved that only metadata changed.');
      if (before !== after)
        throw new Refused('copy-failed', 'Writing its metadata would have changed the picture itself.');
    } catch (error) {
      if (error instanceof ExifToolMissing || error instanceof Refused) throw error;
      throw new Refused('copy-failed', `Its metadata can’t be written: ${(error as Error).message}`);
    }
  }
}
