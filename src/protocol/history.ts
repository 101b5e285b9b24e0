/** What was done to a backup. Types only. */

export interface HistoryRow {
  readonly id: string;
  /** As the command line names it. */
  readonly job: string;
  readonly title: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** What its undo gives back: bytes and places of files, recorded checksums, or marks. */
  readonly of: 'files' | 'record' | 'marks';
  /** Files, or photos of which marks were set. */
  readonly count: number;
  /** `partly`: some were changed again since, and are as they were made then. */
  readonly state: 'stands' | 'partly' | 'undone';
  /** Of an undo: the title of what it took back. */
  readonly undoes?: string;
}

export interface MarksUndone {
  readonly title: string;
  /** Photos that have their old marks again. */
  readonly applied: number;
  /** Photos that were marked again since, and keep those marks. */
  readonly skipped: number;
  /** Of one change that stands on it, where one is known. */
  readonly newer?: string;
}
