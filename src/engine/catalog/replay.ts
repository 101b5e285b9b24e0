/**
 * Brings into the catalog what the ledger says. Every line can be applied twice, and in any order: of two that
 * speak of the same thing the one with the greater stamp counts, so that a catalog that grew with the ledger and
 * one that was made from it anew are the same.
 */
import { crc32 } from 'node:zlib';
import type { LedgerRecord } from '../ledger/record.ts';
import { AlbumsReplay } from './albumsReplay.ts';
import { HeardFindings } from './heardFindings.ts';
import { IdsReplay } from './idsReplay.ts';
import { ImportedReplay } from './importedReplay.ts';
import { JournalReplay } from './journalReplay.ts';
import { LedgerRows } from './ledgerRows.ts';
import { MarksReplay } from './marksReplay.ts';
import type { Catalog } from './open.ts';
import { Paths } from './paths.ts';
import { ProofsReplay } from './proofsReplay.ts';
import { SumsReplay } from './sumsReplay.ts';

/** The place of a line among all lines: its number, and for two of one number the writers', in one integer. */
export function stampOf(n: number, writer: string): number {
  return n * 1024 + (crc32(writer) & 1023);
}

export class Replay {
  readonly #paths: Paths;
  readonly #rows: LedgerRows;
  readonly #sums: SumsReplay;
  readonly #proofs: ProofsReplay;
  readonly #ids: IdsReplay;
  readonly #marks: MarksReplay;
  readonly #journal: JournalReplay;
  readonly #albums: AlbumsReplay;
  readonly #imports: ImportedReplay;

  constructor(db: Catalog, paths = new Paths(db)) {
    const rows = new LedgerRows(paths);
    const findings = new HeardFindings(db);
    this.#paths = paths;
    this.#rows = rows;
    this.#sums = new SumsReplay(db, rows, findings);
    this.#proofs = new ProofsReplay(db, rows, findings);
    this.#ids = new IdsReplay(db, rows);
    this.#marks = new MarksReplay(db);
    this.#journal = new JournalReplay(db, paths);
    this.#albums = new AlbumsReplay(db);
    this.#imports = new ImportedReplay(db);
  }

  /** After a rollback. */
  forgetPaths(): void {
    this.#paths.forget();
  }

  /**
   * @param stamp see {@link stampOf}
   * @param heard the line was read from a ledger, not made here: what it found is then told by nobody else
   */
  apply(record: LedgerRecord, stamp: number, heard: boolean): void {
    switch (record.t) {
      case 'sums':
        return this.#sums.sums(record, stamp, heard);
      case 'gone':
        return this.#sums.gone(record, stamp, heard);
      case 'proved':
        return this.#proofs.proved(record, stamp, heard);
      case 'proved-run':
        return this.#proofs.provedRun(record, stamp, heard);
      case 'found':
        return this.#proofs.found(record, stamp, heard);
      case 'assets':
        return this.#ids.assets(record, stamp);
      case 'marks':
        return this.#marks.marks(record, stamp);
      case 'change':
        return this.#journal.change(record);
      case 'build':
        return this.#journal.build(record);
      case 'intent':
        return this.#journal.intent(record, stamp);
      case 'done':
        return this.#journal.done(record, stamp);
      case 'abort':
        return this.#journal.abort(record, stamp);
      case 'album':
        return this.#albums.album(record, stamp);
      case 'members':
        return this.#albums.members(record, stamp);
      case 'said':
        return this.#imports.said(record, stamp);
      case 'imported':
        return this.#imports.imported(record, stamp, (dir, name, sha) =>
          this.#rows.row(dir, name, other => other.rec_sha?.equals(sha) === true),
        );
      default:
        record satisfies never;
    }
  }
}
