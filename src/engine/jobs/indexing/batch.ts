/** Collects what was read and writes it in a few large transactions; groups each folder when its last file is in. */
import type { Statement } from 'better-sqlite3';
import { joinName } from '../../backup/name.ts';
import { Findings } from '../../catalog/findings.ts';
import type { Store } from '../../catalog/store.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';
import { NOT_HERE, type PendingFile, type PendingFiles } from './pending.ts';
import type { FileReading } from './reading.ts';
import { Regroup } from './regroup.ts';

const FILES = 500;
const MS = 1500;
/** No version of facts: it was tried, and is to be tried again. Null is a file that was never tried. */
const UNREAD = 0;

export class Batch {
  readonly #store: Store;
  readonly #regroup: Regroup;
  readonly #findings: Findings;
  readonly #update: Statement<unknown[]>;
  readonly #facts: Statement<unknown[]>;
  readonly #noFacts: Statement<unknown[]>;
  /** Files of each folder that are still to be read. */
  readonly #open: Map<number, number>;
  /** Folders to be grouped: each gets here once. */
  #ready: number[] = [];
  #readings: FileReading[] = [];
  #last = performance.now();

  /** @param touched folders to group anew, also where no file of theirs is to be read */
  constructor(store: Store, pending: PendingFiles, touched: ReadonlySet<number>) {
    this.#store = store;
    this.#regroup = new Regroup(store);
    this.#findings = new Findings(store.db);
    this.#update = store.db.prepare(
      'UPDATE file SET read_size = ?, read_mtime = ?, read_v = ?, content_key = coalesce(?, content_key) WHERE id = ?',
    );
    this.#facts = store.db.prepare(
      'INSERT INTO facts(file, json) VALUES (?, ?) ON CONFLICT(file) DO UPDATE SET json = excluded.json',
    );
    this.#noFacts = store.db.prepare('DELETE FROM facts WHERE file = ?');
    this.#open = new Map(pending.perDir);
    for (const dir of touched) if (!this.#open.has(dir)) this.#ready.push(dir);
  }

  /** @param reading undefined where the file went away meanwhile */
  add(file: PendingFile, reading: FileReading | undefined): void {
    if (reading != null) this.#readings.push(reading);
    const left = (this.#open.get(file.dir) ?? 1) - 1;
    this.#open.set(file.dir, left);
    if (left === 0) this.#ready.push(file.dir);
    if (this.#readings.length >= FILES || performance.now() - this.#last > MS) this.#flush();
  }

  /**
   * Writes what is left. Folders that were not read to the end are grouped by the run that ends them.
   * @param pause awaited between two transactions
   * @throws whatever `pause` throws
   */
  async finish(pause: () => Promise<void> | undefined): Promise<void> {
    this.#flush();
    while (this.#ready.length > 0) {
      const waiting = pause();
      if (waiting != null) await waiting;
      this.#ready = this.#ready.slice(this.#regroup.some(this.#ready));
    }
  }

  #flush(): void {
    const readings = this.#readings;
    this.#readings = [];
    if (readings.length > 0) {
      this.#store.commit([], () => {
        for (const reading of readings) this.#write(reading);
      });
    }
    if (this.#ready.length > 0) this.#ready = this.#ready.slice(this.#regroup.some(this.#ready));
    this.#last = performance.now();
  }

  #write({ file, facts, contentKey, again, findings }: FileReading): void {
    const version = file.onlineOnly ? NOT_HERE : again ? UNREAD : FACTS_VERSION;
    this.#update.run(file.size, file.mtime, version, contentKey ?? null, file.id);
    if (facts == null) this.#noFacts.run(file.id);
    else this.#facts.run(file.id, JSON.stringify(facts));
    this.#findings.clearFile('reading', file.id);
    for (const { code, message } of findings)
      this.#findings.add('reading', code, file.id, joinName(file.dirName, file.name), message);
  }
}
