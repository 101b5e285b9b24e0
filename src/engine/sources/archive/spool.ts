import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inFile } from '../../backup/inFile.ts';
import { temporaryFolder } from '../../backup/temporaryFolder.ts';
import { writeAll } from '../../backup/writeWhole.ts';

/** Bytes that are put aside at most; what is beyond is read out of the archive again. */
const MOST = 1 << 30;

/** The temporary folder is the matter, not the archive. Its `cause` is what the system said. */
export class SpoolFailed extends Error {
  override readonly name = 'SpoolFailed';

  constructor(cause: unknown) {
    super('The temporary folder can’t be written.', { cause });
  }
}

export interface Spooled {
  readonly at: number;
  readonly length: number;
}

/** A temporary file for the sidecars of an archive that can't be read at random: about a kilobyte for each photo. */
export class Spool {
  #folder: string | undefined;
  #fd = -1;
  #end = 0;

  /**
   * @returns where the bytes are now; undefined where they are more than are put aside
   * @throws {SpoolFailed} where the temporary folder has no room, or can't be written
   */
  add(bytes: Buffer): Spooled | undefined {
    if (this.#end + bytes.length > MOST) return undefined;
    try {
      if (this.#folder == null) {
        this.#folder = temporaryFolder('sidecars');
        // Each write goes to its end.
        this.#fd = fs.openSync(this.#file, 'ax+', 0o600);
      }
      writeAll(this.#fd, bytes);
    } catch (error) {
      throw new SpoolFailed(inFile(error, this.#file));
    }
    const at = this.#end;
    this.#end += bytes.length;
    return { at, length: bytes.length };
  }

  read({ at, length }: Spooled): Buffer {
    const buffer = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const read = fs.readSync(this.#fd, buffer, done, length - done, at + done);
      if (read === 0) throw new Error(`${this.#file} was cut off by another program. Run this again.`);
      done += read;
    }
    return buffer;
  }

  close(): void {
    if (this.#folder == null) return;
    if (this.#fd >= 0) fs.closeSync(this.#fd);
    this.#fd = -1;
    fs.rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#end = 0;
  }

  get #file(): string {
    return path.join(this.#folder ?? os.tmpdir(), 'spool');
  }
}
