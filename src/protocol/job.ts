/** A run of a job, and what it left behind. Types only. */

export interface JobRow {
  readonly id: number;
  readonly job: string;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** Bytes done so far. */
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly started: number;
  readonly ended: number | null;
  /** `running` only while its process lives. */
  readonly state: 'running' | 'done' | 'stopped' | 'failed' | 'died';
  readonly exit: number | null;
  /** The summary line that the job printed, as JSON, or ''. */
  readonly summary: string;
}

/** The change of a backup that an undo would take back. */
export interface LastChange {
  readonly id: string;
  readonly title: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** It is of marks or albums alone: `undoAtOnce` takes it back. */
  readonly atOnce: boolean;
}
