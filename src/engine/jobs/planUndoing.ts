/** A change that a plan made, and what of it still stands. */
import type { Catalog } from '../catalog/open.ts';
import { Journal } from '../plan/journal.ts';
import { undoPlan } from '../plan/undo.ts';
import { renderAlbumLists } from './exporting/albumLists.ts';
import { indexPending } from './indexing/indexPending.ts';
import type { JobResult, JobRun } from './job.ts';
import { saveRecord } from './saving.ts';

/** Of exiftool, where what came back has to be read. */
const PROCESSES = 2;

export class PlanUndoing {
  readonly change: { readonly uid: string; readonly title: string };
  /** Nothing of it stands, or an undo has tried all that does. */
  readonly isBlocked: boolean;
  /** Nothing of it stands. */
  readonly isUndone: boolean;

  constructor(db: Catalog, change: { readonly uid: string; readonly title: string }) {
    this.change = change;
    const { standing, untried } = new Journal(db).count(change.uid);
    this.isBlocked = untried === 0;
    this.isUndone = standing === 0;
  }

  async takeBack(run: JobRun): Promise<JobResult> {
    const { skipped } = await undoPlan(run, this.change, { fs: run.fileSystem });
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
}
