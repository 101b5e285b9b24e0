import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Bytes that are put aside at most; what is beyond is read out of the archive again. */
const MOST = 1 << 30;

export interface Spooled {
  readonly at: number;
  readonly length: number;
}

/** A temporary file for the sidecars of an archive that can't be read at random: about a kilobyte for each photo. */
export class Spool {
  #folder: string | undefined;
  #fd = -1;
  #end = 0;

  /** @returns where the bytes are now; undefined where there is no room left for them */
  add(bytes: Buffer): Spooled | undefined {
    if (this.#end + bytes.length > MOST) return undefined;
    if (this.#folder == null) {
      this.#folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-sidecars-'));
      this.#fd = fs.openSync(path.join(this.#folder, 'spool'), 'wx+', 0o600);
    }
    const at = this.#end;
    fs.writeSync(this.#fd, bytes, 0, bytes.length, at);
    this.#end += bytes.length;
    return { at, length: bytes.length };
  }

  read({ at, length }: Spooled): Buffer {
    const buffer = Buffer.alloc(length);
    fs.readSync(this.#fd, buffer, 0, length, at);
    return buffer;
  }

  close(): void {
    if (this.#folder == null) return;
    fs.closeSync(this.#fd);
    fs.rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#end = 0;
  }
}
