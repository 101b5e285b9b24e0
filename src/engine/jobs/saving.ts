/**
 * What is made out of ledger and catalog at the end of a job, for other programs and other machines: it can always be
 * made again. That there was no room for it is told, and kept as a finding until it is.
 */
import { type Finding, Findings, SEVERITY_OF } from '../catalog/findings.ts';
import { rememberSaved } from '../catalog/owed.ts';
import { publishSnapshot } from '../catalog/publish.ts';
import type { Store } from '../catalog/store.ts';
import { renderSums } from '../catalog/sums.ts';
import { refuseAway } from './away.ts';
import type { JobRun } from './job.ts';
import { isOfDisk } from './ofDisk.ts';

/** The job did its work, and its record is in the ledger; what was to be made out of it is not there. */
export class Unsaved extends Error {
  override readonly name = 'Unsaved';
}

const SUMS = { what: 'the list of checksums (.keepsake/SHA256SUMS)', save: renderSums };
const SNAPSHOT = { what: 'the copy of the catalog for other machines (.keepsake/catalog.db)', save: publishSnapshot };

/** Reading is what SQLite does with the working copy here; all that it writes is the copy in the backup. */
function reasonOf(error: Error & { readonly code: string }, isSnapshot: boolean): string {
  const { code } = error;
  const isSqlite = code.startsWith('SQLITE_');
  const isCache = isSqlite && (!isSnapshot || code === 'SQLITE_IOERR_READ' || code.startsWith('SQLITE_BUSY'));
  const where = isCache ? 'the disk of the cache folder' : 'the disk of the backup';
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') return `${where} is full, ${code}`;
  if (code === 'EDQUOT') return `the quota on ${where} is used up, ${code}`;
  return `${where} refuses, ${code}`;
}

/**
 * @param lost what could not be saved before this, in words
 * @returns what is to be thrown when all is told; undefined where all was saved
 * @throws {import('../backup/identity.ts').BackupAway}
 */
export function saveRecord(
  run: JobRun,
  { sums, lost = [] }: { sums: boolean; lost?: readonly string[] },
): Unsaved | undefined {
  const { store } = run;
  const missed = [...lost];
  for (const part of sums ? [SUMS, SNAPSHOT] : [SNAPSHOT])
    try {
      part.save(store);
    } catch (error) {
      if (!(error instanceof Error) || !isOfDisk(error)) throw error;
      refuseAway(store, error.code);
      missed.push(`${part.what}: ${reasonOf(error, part === SNAPSHOT)}`);
    }
  const message =
    missed.length === 0
      ? undefined
      : `Not everything could be saved: ${missed.join('; ')}. All else is done and safe: it is on the record, in the ledger of the backup, and what was there before is still there. Make room on that disk, or see that it can be written, and verify again: that makes it anew.`;
  keep(store, message, sums);
  if (message == null) {
    if (sums) rememberSaved(store);
    return undefined;
  }
  run.report({ ...UNSAVED, message });
  return new Unsaved(message);
}

const UNSAVED: Omit<Finding, 'message'> = { severity: SEVERITY_OF.unsaved, code: 'unsaved', path: { text: '' } };

/** For whoever looks next, a window above all. */
function keep(store: Store, message: string | undefined, whole: boolean): void {
  const findings = new Findings(store.db);
  try {
    const isKept = store.db.prepare("SELECT 1 FROM finding WHERE owner = 'saving' LIMIT 1").get() != null;
    // That the snapshot could be written says nothing of the list.
    if (message == null && (!isKept || !whole)) return;
    store.commit([], () => {
      findings.clearOwner('saving');
      if (message != null) findings.add('saving', 'unsaved', null, UNSAVED.path, message);
    });
  } catch (error) {
    // A cache folder without room either: it is said all the same.
    if (!(error instanceof Error) || !isOfDisk(error)) throw error;
  }
}
