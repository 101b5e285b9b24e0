/** A change of marks, taken back by a job: what it leaves is told. */
import { type ChangeOfMarks, MarkChange } from '../catalog/markChange.ts';
import type { Catalog } from '../catalog/open.ts';
import type { JobResult, JobRun } from './job.ts';

interface Change extends ChangeOfMarks {
  /** Unix ms. */
  readonly at: number;
}

export class MarkUndoing extends MarkChange {
  readonly change: Change;

  constructor(db: Catalog, change: Change) {
    super(db, change);
    this.change = change;
  }

  async takeBack(run: JobRun): Promise<JobResult> {
    const actions = this.standing;
    const { applied, skipped, covered, change } = this.apply(run.store);
    run.count({ actions, applied, skipped, failed: 0, marks: true, title: this.change.title, undoes: this.change.uid });
    if (change != null) run.count({ change });
    for (const { path, newer } of covered)
      run.report({
        severity: 'error',
        code: 'conflict',
        path,
        message: `It was marked again after that${newer == null ? '' : ` (“${newer}”)`}, and keeps those marks. Undo the newer change first.`,
      });
    return run.result;
  }
}
