/** Counts an export's photos and videos, file by file: every one ends as one of six. Pure. */
export interface ExportCounts {
  /** Photos and videos of the source, sidecars not among them: the sum of the next six. */
  readonly items: number;
  readonly copied: number;
  /** They came before, and are in the backup. */
  readonly unchanged: number;
  /** The backup has their bytes from elsewhere. */
  readonly duplicates: number;
  /** Left out by choice, or not reached. */
  readonly skipped: number;
  /** The source tells of them, but doesn't have them. */
  readonly missing: number;
  readonly failed: number;
}

export class Tally {
  unchanged = 0;
  duplicates = 0;
  skipped = 0;
  missing = 0;
  failed = 0;
  /** To be copied, by the plan. */
  planned = 0;
  /** Bytes of those, and of the sidecars that come with them. */
  bytes = 0;

  /**
   * @param copied by this run
   * @param before of the planned ones, those that an earlier run of the same plan had copied
   * @param isOver false: what is not copied was not reached, rather than tried in vain
   */
  counts(copied: number, before: number, isOver: boolean): ExportCounts {
    const { planned, missing, duplicates } = this;
    const left = planned - copied - before;
    const unchanged = this.unchanged + before;
    const skipped = this.skipped + (isOver ? 0 : left);
    const failed = this.failed + (isOver ? left : 0);
    const items = copied + unchanged + duplicates + skipped + missing + failed;
    return { items, copied, unchanged, duplicates, skipped, missing, failed };
  }
}
