/** What jobs have to say about files, as long as it is so. A finding belongs to the pass that can take it back. */
import type { Statement } from 'better-sqlite3';
import { type Name, storedName } from '../backup/name.ts';
import type { Catalog } from './open.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Codes as CLI.md fixes them, and more. */
export const SEVERITY_OF = {
  corrupt: 'error',
  missing: 'error',
  damaged: 'error',
  unreadable: 'error',
  empty: 'error',
  'unsafe-path': 'error',
  'copy-failed': 'error',
  busy: 'error',
  conflict: 'error',
  unsaved: 'error',
  modified: 'warning',
  extra: 'warning',
  moved: 'warning',
  'no-capture-time': 'warning',
  /** A sidecar or a source says another date or place than the photo itself. */
  'date-differs': 'info',
  'place-differs': 'info',
  'unmatched-sidecar': 'warning',
  'ambiguous-sidecar': 'warning',
  'wrong-extension': 'warning',
  'name-collision': 'warning',
  'online-only': 'warning',
  'metadata-unread': 'warning',
  'metadata-unwritten': 'warning',
  /** Of sources. */
  'source-missing': 'error',
  'checksum-unconfirmed': 'warning',
  bomb: 'error',
  'unsafe-name': 'warning',
  'duplicate-entry': 'warning',
  'missing-part': 'warning',
  'unmatched-media': 'warning',
  'distant-sidecar': 'warning',
  'ledger-damaged': 'error',
  'ledger-newer': 'error',
  link: 'info',
  special: 'info',
  skipped: 'info',
} as const satisfies Record<string, Severity>;
export type FindingCode = keyof typeof SEVERITY_OF;

export interface Finding {
  readonly severity: Severity;
  readonly code: FindingCode;
  /** Relative to the backup, with `/`; '' is the backup itself. */
  readonly path: Name;
  /** The path is not the backup's, but within what is exported from. */
  readonly source?: {
    /** Absolute path of the file itself, or of the archive that it lies in, where that is known. */
    readonly at?: string;
  };
  readonly message: string;
}

/** Which pass a finding belongs to: it replaces its own, and leaves those of the others. */
export type Owner =
  | 'survey'
  | 'reading'
  | 'index'
  | 'verify'
  /** What could not be written at the end of a job. */
  | 'saving'
  /** Lines that can't be read: made anew at each reading. */
  | 'ledger'
  /** The record was lost and made up for; `told` when a job has said it, which keeps it until a whole verification. */
  | 'recovery'
  | 'told';

interface Row {
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly path: string;
  readonly path_raw: Buffer | null;
  readonly message: string;
}

export class Findings {
  readonly #db: Catalog;
  readonly #add: Statement<unknown[]>;
  readonly #clearFile: Statement<unknown[]>;

  constructor(db: Catalog) {
    this.#db = db;
    this.#add = db.prepare(
      'INSERT INTO finding(owner, severity, code, file, path, path_raw, message, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#clearFile = db.prepare('DELETE FROM finding WHERE file = ? AND owner = ?');
  }

  /** @param file the catalog's id of the file concerned, or null where the catalog has none */
  add(owner: Owner, code: FindingCode, file: number | null, path: Name, message: string): void {
    this.#add.run(owner, SEVERITY_OF[code], code, file, path.text, path.raw ?? null, message, Date.now());
  }

  clearOwner(owner: Owner): void {
    this.#db.prepare('DELETE FROM finding WHERE owner = ?').run(owner);
  }

  clearFile(owner: Owner, file: number): void {
    this.#clearFile.run(file, owner);
  }

  clearDir(owner: Owner, dir: number): void {
    this.#db
      .prepare('DELETE FROM finding WHERE owner = ? AND file IN (SELECT id FROM file WHERE dir = ?)')
      .run(owner, dir);
  }

  /** All open findings of these passes, worst first, then by path. @param since Unix ms: of verifications only what was found from then on */
  *open(owners: readonly Owner[], since = 0): Generator<Finding> {
    const rows = this.#db
      .prepare<[string, number], Row>(
        `SELECT severity, code, path, path_raw, message FROM finding
         WHERE owner IN (SELECT value FROM json_each(?)) AND (at >= ? OR owner <> 'verify')
         ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, code, path`,
      )
      .all(JSON.stringify(owners), since);
    for (const { severity, code, path, path_raw, message } of rows)
      yield { severity, code, message, path: storedName(path, path_raw) };
  }
}
