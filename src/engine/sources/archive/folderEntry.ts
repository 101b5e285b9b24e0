import fs from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { joinPath, type Name } from '../../backup/name.ts';
import { SourceDamaged } from '../damaged.ts';
import { CheckedBytes } from './checkedBytes.ts';
import type { Entry, Part } from './entry.ts';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
/** Never through a link that took the file's place, never waiting on a pipe. */
const FLAGS = O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

/** A part whose files lie on a disk. */
export interface OnDisk extends Part {
  /** Absolute path of the folder that they lie under. */
  readonly root: string;
}

/** A file on a disk. */
export class FolderEntry implements Entry {
  readonly size: number;
  readonly mtimeMs: number;
  readonly crc32 = undefined;
  readonly position: number;
  readonly part: OnDisk;
  readonly #folder: Name;
  readonly #name: Name;

  constructor(part: OnDisk, folder: Name, name: Name, size: number, mtimeMs: number, position: number) {
    this.part = part;
    this.#folder = folder;
    this.#name = name;
    this.size = size;
    this.mtimeMs = mtimeMs;
    this.position = position;
  }

  get name(): string {
    return this.#name.text;
  }

  get folder(): string {
    return this.#folder.text;
  }

  /** Names that aren't UTF-8 have bytes beside their text. */
  get detail(): readonly [number, number] | undefined {
    return this.#folder.raw == null && this.#name.raw == null ? [0, 0] : undefined;
  }

  /** As the file system takes it: bytes where the name isn't UTF-8. */
  get onDisk(): string | Buffer {
    return joinPath(this.part.root, this.#folder, this.#name);
  }

  async open(): Promise<Readable> {
    const handle = await fs.promises.open(this.onDisk, FLAGS);
    const checked = new CheckedBytes(this);
    pipeline(handle.createReadStream({ highWaterMark: 1 << 18 }), checked, () => {});
    return checked;
  }

  async head(bytes: number): Promise<Buffer> {
    const wanted = Math.min(bytes, this.size);
    const buffer = Buffer.allocUnsafe(wanted);
    const fd = fs.openSync(this.onDisk, FLAGS);
    try {
      let filled = 0;
      while (filled < wanted) {
        const read = fs.readSync(fd, buffer, filled, wanted - filled, filled);
        if (read === 0) throw new SourceDamaged(`${this.name} became shorter while it was read.`);
        filled += read;
      }
      return buffer;
    } finally {
      fs.closeSync(fd);
    }
  }
}
