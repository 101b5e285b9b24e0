/** The act that steps are taken as, who it is done for, and what was done. */
import type { Readable } from 'node:stream';
import type { Finding } from '../catalog/findings.ts';
import type { Store } from '../catalog/store.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import type { Writer } from './building.ts';
import type { Carried } from './carry.ts';
import type { FilePath, FileSystem } from './fileSystem.ts';
import type { Action, CopyAction } from './form.ts';
import type { Step } from './step.ts';

/** What the executor needs of the job that it works for. */
export interface ApplyRun {
  readonly store: Store;
  /** @throws when the person stops the job */
  check(): void;
  pause: () => Promise<void> | undefined;
  progress(progress: { phase: string; done: number; total: number; bytes: number; totalBytes: number }): void;
  report(finding: Finding): void;
  count(counts: Readonly<Record<string, number | string>>): void;
}

export interface Hands {
  readonly fs: FileSystem;
  /** The bytes that a copy takes. What it throws concerns that copy alone. */
  readonly bytesOf: (action: CopyAction) => Promise<Readable>;
  /**
   * Builds a small copy in one go, on the disk when it is done. Undefined where it has to be streamed, or another
   * program to write into it.
   * @throws as {@link import('./carry.ts').pack} and {@link import('./carry.ts').put}
   */
  readonly carry?: ((action: CopyAction, to: FilePath) => Promise<Carried | undefined> | undefined) | undefined;
  /** Told of copies that are likely to be carried next. */
  readonly ahead?: ((actions: readonly CopyAction[]) => void) | undefined;
  readonly metadata?: Writer | undefined;
  /** What is told of a step that was not taken, where more is known of it than that; a sentence. */
  readonly explain?: ((step: Step) => string | undefined) | undefined;
  /**
   * Which of a photo's other actions are taken although the source does not give the bytes of these whole. Without it
   * none are.
   */
  readonly without?: ((failed: readonly Action[], others: readonly Action[]) => readonly Action[]) | undefined;
  /**
   * What the job has to add to the record once these actions have happened; in the same append.
   * @param sha256Of of the bytes that lie at an action's target now, in hex
   * @param cameOf of the bytes as they came for a copy that was built now, in hex
   */
  readonly onDone?:
    | ((
        actions: readonly Action[],
        sha256Of: (action: Action) => string | undefined,
        cameOf: (action: Action) => string | undefined,
      ) => readonly LedgerRecord[])
    | undefined;
}

/** The act as which the steps are recorded. */
export interface Act {
  readonly id: string;
  /** Written before the first step; undefined where it was written by an earlier run. */
  readonly record: LedgerRecord | undefined;
}

export interface Tally {
  /** Taken now. */
  applied: number;
  /** Taken by an earlier run, or there already. */
  unchanged: number;
  /** Copies that stand in for tags which could be written. */
  unneeded: number;
  skipped: number;
  failed: number;
  /** Written. */
  bytes: number;
}
