import { PlanReader } from '../../plan/read.ts';
import { nameOfPath } from '../../plan/targetPath.ts';
import type { JobRun } from '../job.ts';
import type { BytesHere } from './bytesHere.ts';
import { Claims } from './claims.ts';
import { Knowledge } from './planFields.ts';

/**
 * Reads the files of the backup that are on no record, and that a plan says have the bytes of files of its source.
 * @param file absolute path of the plan
 * @throws the system's error; what stops the job
 */
export async function readKept(run: JobRun, file: string, here: BytesHere): Promise<void> {
  const claims = new Claims(run.store.db, () => undefined);
  const reader = new PlanReader(file);
  try {
    for (const { action } of reader.actions()) {
      run.check();
      await run.pause();
      const { success, data } = Knowledge.safeParse((action as { keepsake?: unknown }).keepsake);
      for (const { at } of success ? (data.imported ?? []) : []) {
        const path = nameOfPath(at);
        if (claims.isUnrecorded(path) && here.known(path) == null) await here.sha256(path);
      }
    }
  } finally {
    reader.close();
  }
}
