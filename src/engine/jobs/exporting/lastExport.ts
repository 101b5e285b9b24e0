/** How the last export of a source ended: where nothing has changed since, on either side, there is nothing to do. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../catalog/findings.ts';
import type { Catalog } from '../../catalog/open.ts';
import { isAsBefore, OutsideFiles, type OutsideState } from '../../sources/outsideFiles.ts';
import type { SourceKind } from '../../sources/source.ts';
import type { ExportCounts } from './tally.ts';

export interface Last {
  readonly kind: SourceKind;
  /** Of the source and of what was chosen. */
  readonly stamp: string;
  /** Of which files came from sources and are not there any more: a hash. */
  readonly gone: string;
  readonly counts: ExportCounts;
  readonly findings: readonly Finding[];
  /** Of what the source refers to, which its stamp doesn't know. */
  readonly outside?: OutsideState | undefined;
}

/** More findings than this are not kept: they are found again. */
const MOST = 20_000;
/** As of files that lie elsewhere: to look at them would take longer than to read their library. */
const MOST_OUTSIDE = 200_000;

export class LastExport {
  readonly #db: Catalog;
  readonly #key: string;
  #last: Last | undefined;

  /** @param asked paths of the source, absolute, and what it was said to be */
  constructor(db: Catalog, asked: readonly string[]) {
    this.#db = db;
    this.#key = `export:${createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 24)}`;
  }

  /** What it was found to be, as the command line names it. */
  get kind(): SourceKind | undefined {
    return this.#read()?.kind;
  }

  /** Nobody else writes it while this job has the backup. */
  #read(): Last | undefined {
    if (this.#last == null) {
      const row = this.#db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(this.#key);
      this.#last = row == null ? undefined : (JSON.parse(row.value) as Last);
    }
    return this.#last;
  }

  /** After a survey. @returns undefined where something may have changed */
  unchanged(stamp: string): Last | undefined {
    const last = this.#read();
    const isSame =
      last?.stamp === stamp &&
      last.gone === this.#gone() &&
      (last.outside == null || isAsBefore(last.outside)) &&
      this.#db.prepare('SELECT 1 FROM dir WHERE dirty = 1').get() == null;
    return isSame ? last : undefined;
  }

  forget(): void {
    this.#last = undefined;
    this.#db.prepare('DELETE FROM meta WHERE key = ?').run(this.#key);
  }

  keep(
    kind: SourceKind,
    stamp: string,
    counts: ExportCounts,
    findings: readonly Finding[],
    outside = new OutsideFiles(),
  ): void {
    this.#last = undefined;
    const last: Last = { kind, stamp, gone: this.#gone(), counts, findings, outside: outside.state };
    // What failed is tried again.
    if (counts.failed > 0 || findings.length > MOST || outside.size > MOST_OUTSIDE) this.forget();
    else
      this.#db
        .prepare('INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value')
        .run(this.#key, JSON.stringify(last));
  }

  #gone(): string {
    const hash = createHash('sha256');
    const gone = this.#db
      .prepare(
        'SELECT f.id FROM file f WHERE f.present = 0 AND EXISTS (SELECT 1 FROM imported i WHERE i.file = f.id) ORDER BY f.id',
      )
      .pluck()
      .iterate();
    for (const id of gone) hash.update(`${id}\n`);
    return hash.digest('hex');
  }
}
