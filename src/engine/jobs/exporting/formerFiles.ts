/** Files that came from a source and are not in the backup any more: taken back by an undo, or deleted by a person. */
import type { Buffer } from 'node:buffer';
import type { Statement } from 'better-sqlite3';
import type { Catalog } from '../../catalog/open.ts';
import { uuidText } from '../../catalog/uuid.ts';
import { Journal } from '../../plan/journal.ts';

export class FormerFiles {
  readonly #db: Catalog;
  readonly #bySha: Statement<[Buffer], { file: number }>;
  readonly #uid: Statement<[number], { uid: Buffer | null }>;
  readonly #lost: Statement<[string, string], { sha: Buffer }>;
  #undone: ReadonlySet<number> | undefined;
  #deleted: ReadonlySet<string> | undefined;

  constructor(db: Catalog) {
    this.#db = db;
    this.#bySha = db.prepare(
      'SELECT i.file FROM imported i JOIN file f ON f.id = i.file WHERE i.sha = ? AND f.present = 0 ORDER BY i.stamp DESC',
    );
    // What lives on as a photo of the backup, as an edit whose original is gone, keeps its id.
    this.#uid = db.prepare(
      `SELECT f.uid FROM file f WHERE f.id = ? AND NOT EXISTS
         (SELECT 1 FROM asset a JOIN file m ON m.id = a.main WHERE a.uid = f.uid AND m.present = 1)`,
    );
    this.#lost = db.prepare(
      `SELECT f.rec_sha AS sha FROM dir d JOIN file f ON f.dir = d.id
       WHERE d.path = ? AND f.name = ? AND f.present = 0 AND f.rec_sha IS NOT NULL`,
    );
  }

  /** Whether an undo took it out, not a person: then it is new again. @param file catalog id of one that is gone */
  isUndone(file: number): boolean {
    return this.#allUndone.has(file);
  }

  get isAnyUndone(): boolean {
    return this.#allUndone.size > 0;
  }

  get #allUndone(): ReadonlySet<number> {
    this.#undone ??= new Journal(this.#db).takenBack();
    return this.#undone;
  }

  /** Whether a photo of this size and checksum may have been deleted: cheap, for it is asked of every one. */
  mayBeDeleted(size: number, crc32: number | undefined): boolean {
    this.#deleted ??= this.#allDeleted();
    const has = (crc: number | '' | '?'): boolean => this.#deleted?.has(`${size} ${crc}`) === true;
    return has('') && (crc32 == null || has(crc32) || has('?'));
  }

  #allDeleted(): ReadonlySet<string> {
    const keys = new Set<string>();
    const rows = this.#db
      .prepare<[], { file: number; size: number; crc: number | null }>(
        'SELECT i.file, i.size, i.crc FROM file f JOIN imported i ON i.file = f.id WHERE f.present = 0',
      )
      .iterate();
    const gone = this.#allUndone;
    for (const { file, size, crc } of rows) if (!gone.has(file)) keys.add(`${size} `).add(`${size} ${crc ?? '?'}`);
    return keys;
  }

  /** The file that came with these bytes and that a person deleted. @returns its catalog id */
  deleted(sha: Buffer): number | undefined {
    return this.#bySha.all(sha).find(({ file }) => !this.isUndone(file))?.file;
  }

  /** The id of the photo whose main file it was, where it can have it back. */
  uuid(file: number): string | undefined {
    const uid = this.#uid.get(file)?.uid;
    return uid == null ? undefined : uuidText(uid);
  }

  /** SHA-256 in hex of a file that is on record and missing. */
  lost(folder: string, name: string): string | undefined {
    return this.#lost.get(folder, name)?.sha.toString('hex');
  }
}
