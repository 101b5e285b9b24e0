/** What the details panel tells. Types only. */
import type { GridItem } from './grid.ts';
import type { Origin } from './origin.ts';
import type { Problem } from './problem.ts';

/** What a file is to its photo. */
export type Role = 'original' | 'edited' | 'live' | 'raw' | 'sidecar' | 'other';

/** Ids of the details panel's fields, in its groups' order. */
export type FieldId =
  | 'capturedAt'
  | 'gps'
  | 'title'
  | 'description'
  | 'people'
  | 'keywords'
  | 'albums'
  | 'rating'
  | 'flag'
  | 'favorite'
  | 'creator'
  | 'copyright'
  | 'camera'
  | 'lens'
  | 'exposure'
  | 'iso'
  | 'focalLength'
  | 'flash'
  | 'software'
  | 'dimensions'
  | 'duration'
  | 'fileType';

/** Lists say how many of the selected assets have each value. */
export type FieldValue =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'time'; readonly text: string }
  | { readonly type: 'gps'; readonly lat: number; readonly lon: number; readonly alt?: number }
  | { readonly type: 'list'; readonly items: readonly { readonly text: string; readonly count: number }[] }
  /** The selected assets disagree: `values` distinct ones; `missing` have none. */
  | { readonly type: 'differs'; readonly values: number; readonly missing: number };

export interface DetailField {
  readonly id: FieldId;
  readonly value: FieldValue;
  /** Absent where the selection's origins differ. */
  readonly origin?: Origin;
  /** Name of the file that said so, where it is not the main file. */
  readonly file?: string;
}

export interface DetailFile {
  readonly name: string;
  readonly path: string;
  readonly role: Role;
  readonly size: number;
  /** Unix milliseconds. */
  readonly mtime: number;
  /** Lowercase hex SHA-256 as recorded, or null where none is. */
  readonly sha256: string | null;
  /** Unix milliseconds when its bytes were last proved against the record, or null for never. */
  readonly verifiedAt: number | null;
  readonly state: 'fine' | 'unrecorded' | 'corrupt' | 'missing' | 'modified';
}

export interface Details {
  readonly count: number;
  /** Sum over all files of the selected assets. */
  readonly bytes: number;
  readonly fields: readonly DetailField[];
  /** Of one asset; of several: empty. */
  readonly files: readonly DetailFile[];
  readonly problems: readonly Problem[];
  /** The asset itself where exactly one is selected. */
  readonly item?: GridItem;
  /** First and last capture time of several; a date alone where no clock is known. */
  readonly from?: string;
  readonly to?: string;
  /** Up to 200 places of several, for the map. */
  readonly places: readonly { readonly lat: number; readonly lon: number; readonly count: number }[];
}
