/** What was done to a backup. Types only. */

export interface HistoryRow {
  readonly id: string;
  /** As the command line names it. */
  readonly job: string;
  readonly title: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** What its undo gives back: bytes and places of files, recorded checksums, marks, or albums. */
  readonly of: 'files' | 'record' | 'marks' | 'albums';
  /** Files; or photos of which marks were set, or that came into an album or left one. */
  readonly count: number;
  /** `partly`: some were changed again since, and are as they were made then. */
  readonly state: 'stands' | 'partly' | 'undone';
  /** Of an undo: the title of what it took back. */
  readonly undoes?: string;
}

/** Of a change of marks or albums, which is taken back at once. */
export interface UndoneAtOnce {
  readonly title: string;
  readonly of: 'marks' | 'albums';
  /** Photos that have their old marks again; photos and albums that are as they were. */
  readonly applied: number;
  /** What was changed again since, and stays as it is. */
  readonly skipped: number;
  /** Of one change that stands on it, where one is known. */
  readonly newer?: string;
  /** Why one of these stays, as a sentence. */
  readonly why?: string;
}
