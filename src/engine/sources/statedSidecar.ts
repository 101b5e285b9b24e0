import { Readable } from 'node:stream';
import type { FileFacts } from '../media/model.ts';
import type { SourceFile } from './source.ts';

/**
 * What a list or a database of the source says of one photo, as if it had a JSON sidecar of its own. Like every JSON
 * sidecar it isn't copied: what it says goes onto the record.
 */
export class StatedSidecar implements SourceFile {
  readonly path: string;
  readonly name: string;
  readonly role = 'sidecar';
  readonly mtimeMs = undefined;
  readonly crc32 = undefined;
  readonly part: number;
  readonly position = 0;
  readonly onDisk = undefined;
  readonly #facts: FileFacts;

  /**
   * @param path where it is said, unique within the source
   * @param of name of the media file that it is of
   */
  constructor(path: string, of: string, part: number, facts: FileFacts) {
    this.path = path;
    this.name = `${of}.json`;
    this.part = part;
    this.#facts = facts;
  }

  get size(): number {
    return this.#json().length;
  }

  async open(): Promise<Readable> {
    return Readable.from([this.#json()], { objectMode: false });
  }

  async head(bytes: number): Promise<Buffer> {
    return this.#json().subarray(0, bytes);
  }

  /** Made when it is asked for, which is seldom: there may be hundreds of thousands. */
  #json(): Buffer {
    return Buffer.from(JSON.stringify(this.#facts));
  }
}
