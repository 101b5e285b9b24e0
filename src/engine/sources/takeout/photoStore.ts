import { createHash } from 'node:crypto';
import type { FileFacts } from '../../media/model.ts';
import type { Photo } from './photoJson.ts';

/** Bytes that are taken at a time. */
const BLOCK = 1 << 20;

/**
 * What the sidecars of a folder say, by their names, as bytes until it is asked for: a folder may have a hundred
 * thousand.
 */
export class PhotoStore {
  readonly #places = new Map<string, Buffer>();
  /** What is left of the last block. */
  #free = Buffer.alloc(0);
  /** Unix ms; of all that state a capture time. */
  readonly instants: number[] = [];

  add(name: string, photo: Photo): void {
    const json = JSON.stringify(photo);
    const length = Buffer.byteLength(json);
    if (length > this.#free.length) this.#free = Buffer.allocUnsafeSlow(Math.max(length, BLOCK));
    this.#free.write(json);
    this.#places.set(name, this.#free.subarray(0, length));
    this.#free = this.#free.subarray(length);
    const time = photo.facts.times?.[0]?.time;
    if (time?.known === 'instant') this.instants.push(time.utcMs);
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  get(name: string): Photo | undefined {
    const json = this.#places.get(name);
    return json && (JSON.parse(json.toString('utf8')) as Photo);
  }
}

/** What grouping needs of a sidecar's facts. */
export function forGrouping({ v, sidecarOf, times }: FileFacts): FileFacts {
  return { v, ...(sidecarOf != null && { sidecarOf }), ...(times != null && { times }) };
}

/** 48 bits of a photo's identity: hundreds of thousands are kept. */
export function identityKey({ identity }: Photo): number {
  return createHash('sha1').update(identity).digest().readUIntBE(0, 6);
}
