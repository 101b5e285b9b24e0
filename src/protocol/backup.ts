/** The backup that a window looks at, and its dates. Types only. */

/** The state of the folder that a window looks at. */
export interface BackupState {
  /** Absolute path of the folder. */
  readonly root: string;
  readonly name: string;
  /**
   * `none`: not a backup yet, the person is asked to index; `away`: the folder is not there (drive unplugged);
   * `failed`: it is a backup that this version can't open, and `trouble` says why.
   */
  readonly state: 'none' | 'ready' | 'away' | 'failed';
  /** What went wrong and what to do, in sentences for a person. */
  readonly trouble?: string;
  readonly id?: string;
  readonly readOnly: boolean;
  readonly assets: number;
  readonly files: number;
  readonly bytes: number;
  /** Open findings of severity error and warning. */
  readonly problems: number;
  /** Files that a verification found new or at another place and that were not indexed since. */
  readonly unindexed: number;
  /** Absolute folders of the thumbnail and the preview cache: the only ones a webview may load pictures from. */
  readonly caches: { readonly thumbs: string; readonly previews: string };
  /** This machine has not read the backup yet: that there are no photos is not known. An index reads it. */
  readonly unread?: true;
  /** The last index of this machine was stopped or killed: there may be more photos than are shown. */
  readonly unfinished?: true;
  /** No index has come to its end on this machine: that no problems are known means nothing. */
  readonly unexamined?: true;
  /** Catalog's version; grows with every change that a view may show. */
  readonly version: number;
}

export interface YearRow {
  readonly year: number | null;
  readonly count: number;
  readonly bytes: number;
}

export interface MonthRow {
  readonly month: number;
  readonly count: number;
  readonly bytes: number;
}

export interface DayRow {
  readonly day: number;
  readonly count: number;
  readonly bytes: number;
}
