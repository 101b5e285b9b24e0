import fs from 'node:fs';
import zlib from 'node:zlib';

const CHUNK = 1 << 18;

/**
 * A place in the unpacked bytes of a gzip, which moves forward only: gzip can't be entered in its middle. Going on to
 * a later place costs the unpacking of what lies between.
 */
export class GunzipCursor {
  /** Unpacked bytes that lie behind. */
  position = 0;
  readonly #packed: fs.ReadStream;
  readonly #unpacked: zlib.Gunzip;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest = Buffer.alloc(0);

  constructor(file: string) {
    this.#packed = fs.createReadStream(file, { highWaterMark: CHUNK });
    this.#unpacked = zlib.createGunzip({ chunkSize: CHUNK });
    this.#packed.on('error', error => this.#unpacked.destroy(error));
    this.#chunks = this.#packed.pipe(this.#unpacked)[Symbol.asyncIterator]();
  }

  /** The bytes from here on, in pieces, until so many have come; fewer where the gzip ends before. */
  async *take(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done === true) return;
        this.#rest = value as Buffer<ArrayBuffer>;
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      this.position += piece.length;
      left -= piece.length;
      yield piece;
    }
  }

  /** @param position not before the present one */
  async moveTo(position: number): Promise<void> {
    for await (const _piece of this.take(position - this.position)) {
      // What lies between is unpacked and dropped.
    }
  }

  close(): void {
    this.#packed.destroy();
    this.#unpacked.destroy();
  }
}
