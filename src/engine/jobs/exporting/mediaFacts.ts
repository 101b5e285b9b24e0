/** What the media files of a source say of themselves: out of their first bytes in process, seldom with exiftool. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inFile } from '../../backup/inFile.ts';
import { temporaryFolder } from '../../backup/temporaryFolder.ts';
import { splitName } from '../../media/kinds.ts';
import type { FileFacts } from '../../media/model.ts';
import { quickFacts } from '../../media/quick/quickFacts.ts';
import { quickTags } from '../../media/quick/quickTags.ts';
import { HEAD, HeadBytes, StreamBytes } from '../../media/quick/source.ts';
import { factsOf, readFacts } from '../../media/readFacts.ts';
import { ExifTool, ExifToolMissing } from '../../programs/exiftool.ts';
import type { SourceFile } from '../../sources/source.ts';
import type { Carrier } from './carrying/carrier.ts';

/** The largest file that is unpacked for exiftool to look at; what is larger is known by name and sidecar. */
const SPOOLED = 512 << 20;

export class MediaFacts {
  readonly #processes: number;
  readonly #missing: (error: ExifToolMissing) => void;
  #exiftool: ExifTool | undefined;
  readonly #carrier: Carrier | undefined;
  #folder: string | undefined;
  #isMissing = false;

  /**
   * @param missing told once, where exiftool is wanted and can't run
   * @param carrier looks into what lies in zips, where there is one
   */
  constructor(processes: number, missing: (error: ExifToolMissing) => void, carrier?: Carrier) {
    this.#processes = processes;
    this.#carrier = carrier;
    this.#missing = missing;
  }

  /** @returns undefined where nothing can be known; that it can't be read is said when it is copied */
  async of(file: SourceFile): Promise<FileFacts | undefined> {
    if (file.size === 0) return undefined;
    try {
      return (await this.#quick(file)) ?? (await this.#slow(file));
    } catch (error) {
      // What a photo says decides where it goes: without room to look, none is to be planned.
      if (isOfRoom(error)) throw error;
      if (!(error instanceof ExifToolMissing)) return undefined;
      if (!this.#isMissing) this.#missing(error);
      this.#isMissing = true;
      return undefined;
    }
  }

  async end(): Promise<void> {
    await this.#exiftool?.end();
    if (this.#folder != null) fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  async #quick(file: SourceFile): Promise<FileFacts | undefined> {
    const packed = this.#carrier == null ? undefined : file.packedFile;
    const looked = packed == null ? null : await this.#carrier?.look(packed, file.name);
    return looked === null ? quick(file) : looked;
  }

  async #slow(file: SourceFile): Promise<FileFacts | undefined> {
    if (this.#isMissing) return undefined;
    this.#exiftool ??= new ExifTool({ processes: this.#processes });
    if (file.onDisk != null) return readFacts(this.#exiftool, file.onDisk, file.name);
    if (file.size > SPOOLED) return undefined;
    this.#folder ??= temporaryFolder('export');
    const { extension } = splitName(file.name);
    const spooled = path.join(
      this.#folder,
      `${randomUUID()}${/^[a-z0-9]{1,8}$/.test(extension) ? `.${extension}` : ''}`,
    );
    try {
      await pipeline(await file.open(), fs.createWriteStream(spooled)).catch((error: unknown) => {
        throw inFile(error, spooled);
      });
      return await readFacts(this.#exiftool, spooled, file.name);
    } finally {
      fs.rmSync(spooled, { force: true });
    }
  }
}

const isOfRoom = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');

async function quick(file: SourceFile): Promise<FileFacts | undefined> {
  if (file.onDisk != null) return quickFacts(file.onDisk, file.name);
  const tags = await quickTags(new HeadBytes(await file.head(HEAD), file.size), file.name);
  if (tags != null) return factsOf(tags);
  // Its metadata lie further behind, as a film's do.
  const stream = await file.open();
  try {
    const found = await quickTags(await StreamBytes.open(stream, file.size), file.name);
    return found == null ? undefined : factsOf(found);
  } finally {
    stream.destroy();
  }
}
