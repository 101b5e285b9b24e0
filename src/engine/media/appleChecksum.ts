/** The checksum that Apple keeps of an original: in a Photos library, and in the lists of its data archive. */
import { createHash, type Hash } from 'node:crypto';

/** Both begin what is hashed, each ended by a NUL. */
const SALT = 'com.apple.XattrObjectSalt\0com.apple.DataObjectSalt\0';
/** Version of the scheme: the first of the 21 bytes. */
const VERSION = 0x01;

/** What a source says that a file's checksum is. */
export interface AppleChecksum {
  /** 28 characters of base64: `ASs96bJvsunOg9Vxo5hK7VU3HegE`. */
  readonly value: string;
  /** It has an edit, which may be what the checksum is of: bytes that differ are then not known to be damaged. */
  readonly isEdited: boolean;
}

/**
 * - proved: the bytes are those that Apple recorded
 * - unverified: they differ, and the item was edited: nothing follows
 * - differs: they differ, and nothing explains it
 */
export type AppleVerdict = 'proved' | 'unverified' | 'differs';

/** Takes the bytes as they pass, in pieces of any size. */
export class AppleChecksumHash {
  readonly #hash: Hash = createHash('sha1').update(SALT, 'latin1');

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  /** Once. @returns 28 characters of base64 */
  digest(): string {
    return Buffer.concat([Buffer.from([VERSION]), this.#hash.digest()]).toString('base64');
  }
}

/** @returns undefined where the text is no checksum of this kind: nothing can be proved by it */
export function appleChecksum(text: unknown, isEdited: boolean): AppleChecksum | undefined {
  if (typeof text !== 'string' || !/^A[A-Za-z0-9+/]{27}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64')[0] === VERSION ? { value: text, isEdited } : undefined;
}

/** @param actual what `AppleChecksumHash` gave of the bytes */
export function appleVerdict({ value, isEdited }: AppleChecksum, actual: string): AppleVerdict {
  if (value === actual) return 'proved';
  return isEdited ? 'unverified' : 'differs';
}
