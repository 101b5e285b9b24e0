/** A step within its batch, with what has become of it so far. */
import type { Name } from '../backup/name.ts';
import type { RecordedState } from '../ledger/record.ts';
import type { Reading } from './carry.ts';
import type { FileStat } from './fileSystem.ts';
import type { Naming } from './naming.ts';
import type { Step } from './step.ts';

/** What the record says of a path. */
export interface OnRecord {
  readonly state: RecordedState | undefined;
  /** UUID of the asset whose main file it is. */
  readonly uid: string | undefined;
}

export interface Item {
  readonly step: Step;
  /** New bytes, what they are made of, and old ones beside them; relative to the backup. */
  readonly temporary: Name;
  readonly raw: Name;
  readonly hold: Name;
  /** It stands in for a copy that an earlier run made. */
  readonly isWanted?: true;
  /** Of a move, a quarantine or a metadata step: the file as it was checked. */
  found?: FileStat;
  /** What the record says of that file. */
  was?: OnRecord;
  /** Of new bytes, in hex. */
  sha256?: string;
  /** Of a copy that something was written into: its bytes as they came. */
  of?: { readonly size: number; readonly sha256: string };
  /** Of a copy: what the index wants to know of it. */
  reading?: Reading;
  /** How old bytes are kept. */
  undo?: 'patch' | 'whole';
  /** How it came to its new name. */
  naming?: Naming;
  /** Why what was to be written into a copy is not in it, or not all; a sentence. */
  unwritten?: string;
  /** The bytes of a copy are there already. */
  isThere?: boolean;
}
