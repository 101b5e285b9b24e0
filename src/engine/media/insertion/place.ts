/** Where metadata is put into a file, and what there is to see of the file for that. */
import type { Buffer } from 'node:buffer';

export interface Insertion {
  /** Before which byte of the file. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** A file to look at: only read. */
export interface Looked {
  readonly size: number;
  /** As many bytes as there are. */
  read(at: number, length: number): Buffer;
}
