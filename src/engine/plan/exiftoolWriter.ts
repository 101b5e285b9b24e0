/**
 * Writes tags into a copy of a photo, and proves it: the image data in the copy is what it was, each tag reads as it
 * was asked for, and all others as before.
 */
import fs from 'node:fs';
import path from 'node:path';
import { LARGEST_EMBEDDED } from '../media/embeddedTags.ts';
import { type ImageData, imageDataOf } from '../media/imageData/imageData.ts';
import { insertionOf } from '../media/insertion/insertion.ts';
import type { Looked } from '../media/insertion/place.ts';
import { quickTags } from '../media/quick/quickTags.ts';
import { FileBytes } from '../media/quick/source.ts';
import { SIDECAR_LIMIT } from '../media/sidecar.ts';
import { wronglyWritten } from '../media/tagsRead.ts';
import type { BytePatch } from '../media/turning/bytePatch.ts';
import { vacantTags } from '../media/vacantTags.ts';
import { type ExifTool, ExifToolMissing, type RawTags } from '../programs/exiftool.ts';
import { READ_ARGS } from '../programs/exiftoolTags.ts';
import { isFreeTag, type WritableTags, writableTags } from '../programs/writableTags.ts';
import { AT_ONCE, type Writer, type Writing, type Written } from './building.ts';
import { embedded } from './embedding.ts';
import type { FilePath } from './fileSystem.ts';
import { Refused } from './refused.ts';
import { replacing } from './replacing.ts';
import { LARGEST_REWRITTEN } from './rewriting.ts';
import { writeSpliced } from './spliced.ts';
import { patchInPlace, turnOf, withoutTurn } from './turning.ts';

const { COPYFILE_EXCL, COPYFILE_FICLONE } = fs.constants;

export class ExiftoolWriter implements Writer {
  readonly #exiftool: ExifTool;
  readonly #pause: () => Promise<void> | undefined;

  /** @param exiftool ended by whoever made it @param pause awaited within large files */
  constructor(exiftool: ExifTool, pause: () => Promise<void> | undefined = () => undefined) {
    this.#exiftool = exiftool;
    this.#pause = pause;
  }

  /** @throws {Refused}; the system's error, ENOSPC too where exiftool had no room */
  async write(
    from: FilePath,
    to: FilePath,
    asked: Readonly<Record<string, unknown>>,
    writing: Writing,
  ): Promise<Written> {
    const wanted = checked(asked);
    if (fs.statSync(from).size > LARGEST_EMBEDDED)
      throw new Refused('copy-failed', 'Nothing is written into a file of more than 512 MB.');
    const image = await this.#image(from);
    const isXmp = image == null && looked(from, isXmpFile);
    if (image == null && !isXmp)
      throw new Refused(
        'copy-failed',
        'Its metadata can’t be written: where the picture lies in it can’t be told, for it is damaged or of a kind that is left alone.',
      );
    const made = writing === 'lacking' && image?.format === 'JPEG' ? await this.#inMemory(from, to, asked) : undefined;
    if (made != null) return made;
    const names = isXmp ? 'all' : Object.keys(wanted).filter(isFreeTag);
    const before = await this.#tags(from, names);
    const { tags, occupied } =
      writing === 'lacking' ? vacantTags(wanted, before) : { tags: replacing(wanted, before), occupied: [] };
    if (Object.keys(tags).length === 0) {
      if (writing === 'lacking') return { isNew: false, occupied };
      throw new Refused('conflict', 'It says all of that already: there was nothing to be written.');
    }
    try {
      await this.#make(from, to, withoutTurn(tags), image?.format);
      const turned = patchInPlace(
        to,
        looked(to, file => turnOf(tags, image?.format, file)),
      );
      await this.#prove(to, tags, { image, before, names }, turned);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const isDisks = /Error (writing|creating) output file/.test(error.message);
      throw isFull(from, to, isDisks ? AT_ONCE : 1)
        ? ofDisk('ENOSPC', 'no space left on device', error)
        : isDisks
          ? ofDisk('EIO', 'input or output error', error)
          : error;
    }
    return { isNew: true, occupied };
  }

  /** The same bytes as of a photo that is carried. @returns undefined where exiftool is to do it */
  async #inMemory(
    from: FilePath,
    to: FilePath,
    asked: Readonly<Record<string, unknown>>,
  ): Promise<Written | undefined> {
    if (fs.statSync(from).size > LARGEST_REWRITTEN) return undefined;
    const bytes = fs.readFileSync(from);
    const made = await embedded(bytes, asked);
    if (made == null) return undefined;
    const isNew = made.bytes !== bytes;
    if (isNew) fs.writeFileSync(to, made.bytes, { flag: 'wx' });
    return { isNew, occupied: made.occupied };
  }

  async #make(from: FilePath, to: FilePath, tags: WritableTags, format?: ImageData['format']): Promise<void> {
    if (Object.keys(tags).length === 0) return fs.copyFileSync(from, to, COPYFILE_EXCL | COPYFILE_FICLONE);
    const insertion = format == null ? undefined : looked(from, file => insertionOf(format, file, tags));
    if (insertion != null) return writeSpliced(from, to, insertion, this.#pause);
    await this.#tried(() => this.#exiftool.writeCopy(from, to, tags));
  }

  /** @param turned what stood where the copy was turned */
  async #prove(
    to: FilePath,
    tags: WritableTags,
    { image, before, names }: Unwritten,
    turned: readonly BytePatch[],
  ): Promise<void> {
    const now = await imageDataOf(to, this.#pause, turned);
    const isSame =
      image == null ? looked(to, isXmpFile) : now?.format === image.format && now.sha256.equals(image.sha256);
    if (!isSame)
      throw new Refused(
        'copy-failed',
        'Its metadata can’t be written: the picture, the film or what lies behind it would not have been the same.',
      );
    const wrong = wronglyWritten(tags, before, await this.#tags(to, names));
    if (wrong.length > 0)
      throw new Refused(
        'copy-failed',
        `Its metadata can’t be written: ${wrong.slice(0, 5).join(', ')} would not have been what it was to be.`,
      );
  }

  #image(file: FilePath): Promise<ImageData | undefined> {
    return imageDataOf(file, this.#pause);
  }

  /**
   * In process where the file is plain. Its name is one of ours, and says nothing of it.
   * @param names of tags that are not read of every file; all: of a sidecar, that holds nothing but tags
   */
  async #tags(file: FilePath, names: readonly string[] | 'all'): Promise<RawTags> {
    if (names === 'all') {
      const tags = await this.#tried(() => this.#exiftool.readRaw(file, ALL_XMP));
      return Object.fromEntries(Object.entries(tags).filter(([tag]) => tag !== 'XMP-x:XMPToolkit'));
    }
    if (names.length > 0)
      return this.#tried(() => this.#exiftool.readRaw(file, [...READ_ARGS, ...names.map(name => `-${name}`)]));
    const fd = fs.openSync(file, 'r');
    try {
      const quick = await quickTags(new FileBytes(fd, fs.fstatSync(fd).size), '');
      if (quick != null) return quick;
    } finally {
      fs.closeSync(fd);
    }
    return this.#tried(() => this.#exiftool.readRaw(file));
  }

  async #tried<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const said = (error as Error).message.replace(/^Error: /, '').replace(/ - \/.*$/s, '');
      throw new Refused(
        'copy-failed',
        error instanceof ExifToolMissing
          ? `Its metadata can’t be written. ${said}`
          : `Its metadata can’t be written: ExifTool says "${said}".`,
      );
    }
  }
}

/** A file before it is written. */
interface Unwritten {
  /** Undefined of a sidecar. */
  readonly image: ImageData | undefined;
  readonly before: RawTags;
  readonly names: readonly string[] | 'all';
}

const ALL_XMP = ['-n', '-G1', '-a', '-struct', '-XMP:all', '-Warning', '-Error'];

const isXmpFile = ({ size, read }: Looked): boolean =>
  size <= SIDECAR_LIMIT &&
  /^(\ufeff)?(<\?xml[^>]*\?>\s*)?<(\?xpacket begin=|x:xmpmeta)/.test(read(0, 256).toString('utf8'));

const MIB = 1 << 20;

/**
 * Whether a disk with too little room may be why: exiftool doesn't always say so, and a cut file proves as another.
 * @param files of this size for which there has to be room: where exiftool itself says that it could not write, those
 *   that were built beside it may have given theirs up by the time that it is looked at
 */
function isFull(from: FilePath, to: FilePath, files: number): boolean {
  const folder = Buffer.from(to).subarray(0, Buffer.from(to).lastIndexOf(path.sep));
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize < files * fs.statSync(from).size + 2 * MIB;
}

/** What is the disk's fault is no fault of the photo: it stops the run, which goes on when that is mended. */
function ofDisk(code: string, words: string, cause: unknown): Error {
  return Object.assign(new Error(`${code}: ${words}, while tags were written`, { cause }), { code });
}

const WINDOW = 1 << 16;

function looked<T>(file: FilePath, look: (file: Looked) => T): T {
  const fd = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(fd);
    let window = Buffer.alloc(0);
    let begins = 0;
    const read = (at: number, length: number): Buffer => {
      if (at < begins || at + length > begins + window.length) {
        window = Buffer.alloc(Math.max(0, Math.min(Math.max(length, WINDOW), size - at)));
        window = window.subarray(0, window.length === 0 ? 0 : fs.readSync(fd, window, 0, window.length, at));
        begins = at;
      }
      return window.subarray(at - begins, at - begins + length);
    };
    return look({ size, read });
  } finally {
    fs.closeSync(fd);
  }
}

function checked(tags: Readonly<Record<string, unknown>>): WritableTags {
  try {
    return writableTags(tags);
  } catch (error) {
    throw new Refused('copy-failed', `Its metadata can’t be written: ${(error as Error).message}`);
  }
}
