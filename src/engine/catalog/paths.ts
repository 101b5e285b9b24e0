/** Folders and files of the catalog by path, made where they are absent. */
import type { Statement } from 'better-sqlite3';
import { hasOneForm, type Name, nameKey } from '../backup/name.ts';
import type { Catalog } from './open.ts';

/** A file whose path is the wanted one in another Unicode form. Two files may have such names: who asks must know more. */
export interface OtherForm {
  readonly id: number;
  readonly rec_sha: Buffer | null;
  readonly rec_stamp: number | null;
  readonly uid_stamp: number | null;
}

export class Paths {
  readonly #findDir: Statement<[string], { id: number }>;
  readonly #addDir: Statement<[string, Buffer | null, string | null]>;
  readonly #findFile: Statement<[number, string], { id: number }>;
  readonly #addFile: Statement<[number, string, Buffer | null, string]>;
  readonly #findOther: Statement<[string, string | null, string], OtherForm>;
  readonly #dirs = new Map<string, number>();

  constructor(db: Catalog) {
    this.#findDir = db.prepare('SELECT id FROM dir WHERE path = ?');
    this.#addDir = db.prepare('INSERT INTO dir(path, raw, key) VALUES (?, ?, ?)');
    this.#findFile = db.prepare('SELECT id FROM file WHERE dir = ? AND name = ?');
    this.#findOther = db.prepare(
      `SELECT f.id, f.rec_sha, f.rec_stamp, f.uid_stamp FROM dir d JOIN file f ON f.dir = d.id
       WHERE (d.path = ? OR d.key = ?) AND f.key = ? ORDER BY f.rec_sha IS NULL, f.id LIMIT 1`,
    );
    this.#addFile = db.prepare('INSERT INTO file(dir, name, raw, key) VALUES (?, ?, ?, ?)');
  }

  findDir(path: Name): number | undefined {
    return this.#dirs.get(path.text) ?? this.#findDir.get(path.text)?.id;
  }

  dir(path: Name): number {
    const cached = this.#dirs.get(path.text);
    if (cached != null) return cached;
    const id =
      this.#findDir.get(path.text)?.id ??
      Number(this.#addDir.run(path.text, path.raw ?? null, keyOf(path)).lastInsertRowid);
    this.#dirs.set(path.text, id);
    return id;
  }

  /** What a rolled-back transaction had added is not there. */
  forget(): void {
    this.#dirs.clear();
  }

  find(dir: Name, name: Name): number | undefined {
    const id = this.findDir(dir);
    return id == null ? undefined : this.#findFile.get(id, name.text)?.id;
  }

  /** To be asked where there is no file of this very path. */
  findOtherForm(dir: Name, name: Name): OtherForm | undefined {
    if (hasOneForm(dir.text) && hasOneForm(name.text)) return undefined;
    return this.#findOther.get(dir.text, keyOf(dir), nameKey(name.text));
  }

  file(dir: number, name: Name): number {
    return (
      this.#findFile.get(dir, name.text)?.id ??
      Number(this.#addFile.run(dir, name.text, name.raw ?? null, nameKey(name.text)).lastInsertRowid)
    );
  }
}

/** Null where there is no other form that it could be found by. */
const keyOf = (path: Name): string | null => (hasOneForm(path.text) ? null : nameKey(path.text));
