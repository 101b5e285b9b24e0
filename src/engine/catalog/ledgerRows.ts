/** The files that lines of a ledger speak of, as rows of the catalog. */
import { Buffer } from 'node:buffer';
import type { Name } from '../backup/name.ts';
import type { RecordedState } from '../ledger/record.ts';
import type { OtherForm, Paths } from './paths.ts';

export class LedgerRows {
  readonly #paths: Paths;

  constructor(paths: Paths) {
    this.#paths = paths;
  }

  /**
   * The row that a line speaks of, made where there is none. What another system spells in another Unicode form is
   * one file with it only where the line can be of no other.
   */
  row(dir: Name, name: Name, isSame: (other: OtherForm) => boolean): number {
    const exact = this.#paths.find(dir, name);
    if (exact != null) return exact;
    const other = this.#paths.findOtherForm(dir, name);
    return other != null && isSame(other) ? other.id : this.#paths.file(this.#paths.dir(dir), name);
  }
}

/** Whether a row is the one that had this state. */
export const isOf = (row: OtherForm, state: RecordedState | null): boolean =>
  state != null && row.rec_sha?.equals(Buffer.from(state[2], 'hex')) === true;

export const isRecorded = (row: OtherForm): boolean => row.rec_sha != null;
