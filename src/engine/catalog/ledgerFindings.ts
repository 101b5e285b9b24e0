/** What is wrong with the record itself, kept as findings so that every reader hears of it. */
import type { Name } from '../backup/name.ts';
import { type LedgerFault, lineAt } from '../ledger/read.ts';
import { type Finding, Findings } from './findings.ts';
import type { Catalog } from './open.ts';

/** A ledger file as a person finds it, from the backup's root. */
const ledgerPath = (name: string): Name => ({ text: `.keepsake/ledger/${name}` });

const NEWER =
  'A newer Keepsake wrote this part of the record. What this version knows of it is shown; nothing is written, and no job runs. Use the newer Keepsake for this backup.';

function damaged({ file, offset }: LedgerFault): string {
  return `Line ${lineAt(file, offset)} of this part of the record is damaged. Every other line was read, and the photos themselves are not concerned; only what that line said (checksums, ids or ratings of some files) may be missing here. Until it is mended nothing is written, and no job runs but "verify --quick" and "verify --manifest". Put this file back from another copy of the backup; where there is none, remove that one line with a text editor: SHA256SUMS stands in for the checksums that it held.`;
}

export class LedgerFindings {
  readonly #db: Catalog;
  readonly #findings: Findings;

  constructor(db: Catalog) {
    this.#db = db;
    this.#findings = new Findings(db);
  }

  /** @param faults the first of each file that has any, by the file's name: all that are known now */
  faults(faults: ReadonlyMap<string, LedgerFault>): void {
    this.#findings.clearOwner('ledger');
    for (const [name, fault] of faults)
      if (fault.kind === 'damaged')
        this.#findings.add('ledger', 'ledger-damaged', null, ledgerPath(name), damaged(fault));
      else this.#findings.add('ledger', 'ledger-newer', null, ledgerPath(name), NEWER);
  }

  /** @param lines that were written again */
  recovered(name: string, lines: number): void {
    this.#findings.add(
      'recovery',
      'ledger-damaged',
      null,
      ledgerPath(name),
      `This part of the record is gone, shorter, or not the one that was here: was an older copy put back? What this machine still knew of it was written down again (${lines} entries); what only other machines knew may be lost. Compare with another copy of the backup.`,
    );
  }

  /** A line that this catalog took in when it was whole. */
  rotten(name: string, { file, offset }: LedgerFault): void {
    const message = `Line ${lineAt(file, offset)} of this part of the record is damaged. This machine read it while it was whole and knows what it said; a machine that reads it now does not. Put this file back from another copy of the backup; where there is none, remove that one line with a text editor: what this machine knows of it is then written again. The drive may be failing.`;
    this.#db.prepare("DELETE FROM finding WHERE owner = 'told' AND message = ?").run(message);
    this.#findings.add('recovery', 'ledger-damaged', null, ledgerPath(name), message);
  }

  /** @param files whose checksums the ledger has lost */
  adopted(files: number): void {
    this.#findings.add(
      'recovery',
      'ledger-damaged',
      null,
      { text: '.keepsake/SHA256SUMS' },
      `The ledger has lost ${files === 1 ? 'the record of a file' : `the records of ${files} files`} that SHA256SUMS still has: their checksums were taken from there. Their sizes and times are not known, so that of one whose bytes differ it can't be said whether it was edited or has rotted. Compare with another copy of the backup.`,
    );
  }

  /** All that is open. */
  open(): readonly Finding[] {
    return [...this.#findings.open(['ledger', 'recovery', 'told'])];
  }

  /** What no job has told yet. */
  untold(): readonly Finding[] {
    return [...this.#findings.open(['ledger', 'recovery'])];
  }

  /** A job has said it. */
  told(): void {
    this.#db.exec("UPDATE finding SET owner = 'told' WHERE owner = 'recovery'");
  }

  /** A whole verification begins: what was told before is settled. */
  settle(): void {
    this.#findings.clearOwner('told');
  }
}
