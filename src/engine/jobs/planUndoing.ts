/** A change that a plan made, and what of it still stands. */
import { MarkChange } from '../catalog/markChange.ts';
import { markedSince } from '../catalog/markedSince.ts';
import type { Catalog } from '../catalog/open.ts';
import type { Applied } from '../plan/apply.ts';
import { removeEmptied } from '../plan/emptied.ts';
import { ExiftoolWriter } from '../plan/exiftoolWriter.ts';
import { Journal } from '../plan/journal.ts';
import { undoPlan } from '../plan/undo.ts';
import { ExifTool } from '../programs/exiftool.ts';
import { renderAlbumLists } from './exporting/albumLists.ts';
import { indexPending } from './indexing/indexPending.ts';
import type { JobResult, JobRun } from './job.ts';
import { saveRecord } from './saving.ts';
import { beneath } from './undoing/beneath.ts';

/** Of exiftool, where what came back has to be read. */
const PROCESSES = 2;

interface Change {
  readonly uid: string;
  readonly title: string;
  /** Unix ms. */
  readonly at: number;
}

export class PlanUndoing {
  readonly change: Change;
  /** How many of its actions stand. */
  readonly standing: number;
  /** Nothing of it stands, or an undo has tried all that does. */
  readonly isBlocked: boolean;
  /** Nothing of it stands. */
  readonly isUndone: boolean;

  constructor(db: Catalog, change: Change) {
    this.change = change;
    const { standing, untried } = new Journal(db).count(change.uid);
    this.standing = standing;
    this.isBlocked = untried === 0;
    this.isUndone = standing === 0;
  }

  async takeBack(run: JobRun): Promise<JobResult> {
    const { store } = run;
    const marked = markedSince(store.db, this.change.uid, 'all');
    const { skipped, change, valuesBack } = await this.#undo(run);
    // Of these not the old bytes came back.
    if (valuesBack > 0)
      run.count({ valuesBack, rewritten: Math.max(0, Number(run.result.counts.rewritten ?? 0) - valuesBack) });
    run.count({ marked });
    // Ratings that an edit of files changed with them.
    new MarkChange(store.db, this.change).apply(store);
    if (change != null) removeEmptied(store.layout.root, new Journal(store.db).emptied(change));
    if (skipped > 0)
      run.reporter.note(
        `${skipped} were left as they are. When what stands on them is undone, "keepsake undo --change ${this.change.uid}" takes back the rest.`,
      );
    // What is gone from its place is not to be listed until somebody indexes.
    await indexPending(run, PROCESSES);
    renderAlbumLists(run.store);
    const unsaved = saveRecord(run, { sums: true });
    if (unsaved != null) throw unsaved;
    return run.result;
  }

  /** What newer edits stand on gets its old values back by a new one, which takes exiftool. */
  async #undo(run: JobRun): Promise<Applied & { readonly valuesBack: number }> {
    const exiftool = new ExifTool({ processes: PROCESSES });
    try {
      const instead = await beneath(run, this.change.uid, exiftool);
      const metadata = new ExiftoolWriter(exiftool, run.pause);
      const applied = await undoPlan(run, this.change, { fs: run.fileSystem, metadata }, instead);
      return { ...applied, valuesBack: Math.min(instead.size, applied.applied) };
    } finally {
      await exiftool.end();
    }
  }
}
