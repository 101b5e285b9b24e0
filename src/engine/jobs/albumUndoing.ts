/** A change of albums, taken back by a job: what it leaves is told. */
import { AlbumChange } from '../catalog/albumChange.ts';
import type { Catalog } from '../catalog/open.ts';
import { renderAlbumLists } from './exporting/albumLists.ts';
import type { JobResult, JobRun } from './job.ts';

interface Change {
  readonly uid: string;
  readonly title: string;
  /** Unix ms. */
  readonly at: number;
}

export class AlbumUndoing extends AlbumChange {
  readonly change: Change;

  constructor(db: Catalog, change: Change) {
    super(db, change);
    this.change = change;
  }

  async takeBack(run: JobRun): Promise<JobResult> {
    const actions = this.standing;
    const { applied, skipped, kept, change } = this.apply(run.store);
    run.count({
      actions,
      applied,
      skipped,
      failed: 0,
      albums: true,
      title: this.change.title,
      undoes: this.change.uid,
    });
    if (change != null) run.count({ change });
    for (const { path, why } of kept) run.report({ severity: 'error', code: 'conflict', path, message: why });
    renderAlbumLists(run.store);
    return run.result;
  }
}
