/** What is asked of a thread that carries, and what it answers: plain data. */
import type { FindingCode } from '../../../catalog/findings.ts';
import type { FileFacts } from '../../../media/model.ts';
import type { Cargo, Carried } from '../../../plan/carry.ts';
import type { FilePath } from '../../../plan/fileSystem.ts';
import type { PackedFile } from '../../../sources/archive/packedFile.ts';

/** Something to be carried. */
export interface Goods {
  /** By which it is asked for again. */
  readonly key: number;
  /** A string is the content itself. */
  readonly from: PackedFile | string;
  readonly cargo: Cargo;
}

export type Load =
  | { readonly do: 'look'; readonly packed: PackedFile; readonly name: string }
  /** To be held ready in memory, in place of what was held before. */
  | { readonly do: 'ready'; readonly goods: readonly Goods[] }
  | { readonly do: 'carry'; readonly goods: Goods; readonly to: FilePath };

/** What a look at the file tells; nothing where exiftool is to be asked. */
export interface Looked {
  readonly facts?: FileFacts | undefined;
}

export type Outcome =
  | Looked
  | { readonly carried: Carried | undefined }
  | {
      readonly failed: {
        readonly why: 'source' | 'refused' | 'system';
        readonly code: FindingCode | string;
        readonly message: string;
        readonly path: string | undefined;
      };
    };

/** Bytes up to which a file is held in memory as a whole, packed and unpacked. */
export const LARGEST = 8 << 20;
/** Bytes that are held ready. */
export const READY = 24 << 20;
