/** What a grid shows. Types only. */
import type { Origin } from './origin.ts';
import type { Severity } from './problem.ts';

/**
 * The shape of a result: enough to lay the whole grid out before any photo is known. `ids[i]` has the aspect
 * `aspects[i]` (width / height, 0 where unknown); run k of `runs` is `counts[k]` items that share the day
 * `days[k]` (days from 1970-01-01, may be negative; `undated` is -2147483648). With a sort other than by time
 * there is one run, whose day is `unsorted` 2147483647.
 */
export interface GridShape {
  readonly version: number;
  readonly ids: Uint32Array;
  readonly aspects: Float32Array;
  readonly days: Int32Array;
  readonly counts: Uint32Array;
  /**
   * Photos of one moment (bursts, series), which stand side by side, three numbers for each such stack: the place of its
   * first in `ids`, how many they are, and which of them, from 0, stands for them. None with a sort other than by time.
   */
  readonly stacks: Uint32Array;
  readonly bytes: number;
}

export interface GridItem {
  readonly id: number;
  readonly uid: string;
  /** File name of the main file. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'photo' | 'video';
  /** As `list --json` gives it: `2019-07-01T10:00:00+02:00`, or null. */
  readonly capturedAt: string | null;
  /** Where that comes from: a name of a file or folder that has a day only is written as its midnight. */
  readonly capturedAtOrigin: Origin;
  readonly width: number;
  readonly height: number;
  /** Seconds; 0 where it is no video. */
  readonly duration: number;
  readonly live: boolean;
  readonly raw: boolean;
  readonly edited: boolean;
  readonly favorite: boolean;
  readonly rating: number;
  readonly flag: 'pick' | 'reject' | 'none';
  /** The worst open finding. */
  readonly problem: Severity | null;
  readonly problemMessage: string;
  /** Uppercase type to say where there is no picture: `HEIC`, `MOV`. */
  readonly fileType: string;
}
