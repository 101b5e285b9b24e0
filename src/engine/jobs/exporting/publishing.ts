/** What every export ends with, whoever brought the files: play lists of the albums, the list of checksums, the copy of the catalog. */
import type { JobRun } from '../job.ts';
import { saveRecord } from '../saving.ts';
import { renderAlbumLists } from './albumLists.ts';

/** @throws {import('../saving.ts').Unsaved} when all that could be saved is */
export function publishExport(run: JobRun): void {
  run.progress({ phase: 'publish', done: 0, total: 1, bytes: 0, totalBytes: 0 });
  renderAlbumLists(run.store);
  const unsaved = saveRecord(run, { sums: true });
  if (unsaved != null) throw unsaved;
}
