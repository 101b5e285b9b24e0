/**
 * Reads every line of the record again, those too that this catalog has long taken in: what rots there would else be
 * noticed by the next machine alone.
 */
import path from 'node:path';
import { LedgerFindings } from '../../catalog/ledgerFindings.ts';
import { ledgerFiles } from '../../ledger/append.ts';
import { type LedgerFault, readLedger } from '../../ledger/read.ts';
import type { JobRun } from '../job.ts';

/** To be called when the job has written all. What is damaged is kept as a finding, which the job tells. @throws {import('../job.ts').Stopped} */
export async function checkLedger(run: JobRun): Promise<void> {
  const { db, layout } = run.store;
  const faults = new Map<string, LedgerFault>();
  for (const name of ledgerFiles(layout.ledger)) {
    const onFault = (fault: LedgerFault): void => {
      if (fault.kind === 'damaged' && !faults.has(name)) faults.set(name, fault);
    };
    for (const _ of readLedger(path.join(layout.ledger, name), 0, onFault)) {
      const waiting = run.pause();
      if (waiting != null) await waiting;
    }
  }
  if (faults.size === 0) return;
  const findings = new LedgerFindings(db);
  run.store.commit([], () => {
    for (const [name, fault] of faults) findings.rotten(name, fault);
  });
}
