/** What the jobs found. Types only. */

export type Severity = 'error' | 'warning' | 'info';

export interface ProblemCode {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
}

export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  /** Relative to the backup, with `/`. */
  readonly path: string;
  readonly message: string;
  /** The asset that it concerns, where the catalog has one. */
  readonly asset?: number;
  readonly job: string;
  /** Unix milliseconds. */
  readonly at: number;
}
