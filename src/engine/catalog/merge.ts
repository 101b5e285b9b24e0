/** The lines of several ledgers as one, in their order, a line of each held at a time. */
import { type LedgerFault, type LedgerLine, readLedger } from '../ledger/read.ts';
import type { LedgerRecord } from '../ledger/record.ts';

export interface LedgerSource {
  readonly name: string;
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly from: number;
}

export interface MergedLine {
  readonly name: string;
  readonly record: LedgerRecord;
  readonly n: number;
  readonly end: number;
}

/** @param onFault told of each line that can't be read, before any line that follows it */
export function* mergeLedgers(
  sources: readonly LedgerSource[],
  onFault: (name: string, fault: LedgerFault) => void,
): Generator<MergedLine> {
  const heads: { name: string; lines: Generator<LedgerLine>; head: LedgerLine }[] = [];
  for (const { name, file, from } of sources) {
    const lines = readLedger(file, from, fault => onFault(name, fault));
    const first = lines.next();
    if (!first.done) heads.push({ name, lines, head: first.value });
  }
  while (heads.length > 0) {
    let least = 0;
    for (let i = 1; i < heads.length; i++) {
      if ((heads[i]?.head.n ?? 0) < (heads[least]?.head.n ?? 0)) least = i;
    }
    const chosen = heads[least];
    if (chosen == null) return;
    yield { name: chosen.name, ...chosen.head };
    const next = chosen.lines.next();
    if (next.done) heads.splice(least, 1);
    else chosen.head = next.value;
  }
}
