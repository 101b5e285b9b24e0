/** Which backup a catalog is of: one that is used for two would write the record of the one into the other. */
import type { Catalog } from './open.ts';

const KEY = 'backup';

/** A catalog that the person named is of another backup. */
export class CatalogOfAnother extends Error {
  override readonly name = 'CatalogOfAnother';
}

/**
 * @param catalog absolute path; named: by the person, where it might be any
 * @param id of the backup; undefined of a folder that can't be written and is none
 * @throws {CatalogOfAnother}; nothing was changed in it
 */
export function keepToBackup(
  db: Catalog,
  catalog: { readonly file: string; readonly named: boolean },
  root: string,
  id = '',
): void {
  const known = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(KEY)?.value;
  if (known === id) return;
  if (known != null && catalog.named)
    throw new CatalogOfAnother(
      `The catalog ${catalog.file} is of another backup than ${root}. Nothing was changed in either. Name another file for this one, or leave "--catalog" out.`,
    );
  db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(KEY, id);
}

/** Of a snapshot: whoever takes it up says whose it is. */
export function forgetBackup(db: Catalog): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(KEY);
}
