/** What a verification found, as a ledger tells it: nobody else tells it here. */

import type { Statement } from 'better-sqlite3';
import { joinName, type Name } from '../backup/name.ts';
import { Findings } from './findings.ts';
import type { Catalog } from './open.ts';

const MESSAGE = 'Found by an earlier verification, perhaps on another machine. Verify again to see how it is now.';

export class HeardFindings {
  readonly #findings: Findings;
  readonly #clear: Statement<unknown[]>;

  constructor(db: Catalog) {
    this.#findings = new Findings(db);
    this.#clear = db.prepare(
      "DELETE FROM finding WHERE file = ? AND owner = 'verify' AND code IN ('corrupt', 'modified', 'missing')",
    );
  }

  /** In place of what was found before. */
  set(state: 'corrupt' | 'modified' | 'missing', file: number, folder: Name, name: Name): void {
    this.#clear.run(file);
    this.#findings.add('verify', state, file, joinName(folder, name), MESSAGE);
  }

  clear(file: number): void {
    this.#clear.run(file);
  }
}
