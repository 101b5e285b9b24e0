/** Which files are meant by what a person names: a file, or a folder that is there or no more. */
import { nameKey, splitPath } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';
import { RECORDED_ROWS, type RecordedRow } from '../../catalog/recordedRow.ts';
import { isGone } from '../gone.ts';

export interface WantedFile {
  readonly row: RecordedRow;
  /** The person named this very file, or the folder that went with it: also a loss is meant. */
  readonly named: boolean;
}

export function modifiedFiles(db: Catalog): readonly WantedFile[] {
  return db
    .prepare<[], RecordedRow>(`${RECORDED_ROWS} f.state = 'modified' ORDER BY d.path, f.name`)
    .all()
    .map(row => ({ row, named: false }));
}

/**
 * @param path relative to the backup, with `/`
 * @returns undefined where nothing of that name is known
 */
export function filesNamed(db: Catalog, root: string, path: string): readonly WantedFile[] | undefined {
  const row = fileNamed(db, path);
  if (row != null) return [{ row, named: true }];
  for (const folder of new Set([path, path.normalize('NFC'), path.normalize('NFD')])) {
    const rows = filesUnder(db, folder);
    if (rows.length === 0) continue;
    if (isGone(root, { text: folder }))
      return rows.filter(({ rec_sha }) => rec_sha != null).map(gone => ({ row: gone, named: true }));
    return rows.filter(({ state }) => state != null).map(changed => ({ row: changed, named: false }));
  }
  return undefined;
}

function fileNamed(db: Catalog, path: string): RecordedRow | undefined {
  const { folder, name } = splitPath(path);
  return (
    db.prepare<[string, string], RecordedRow>(`${RECORDED_ROWS} d.path = ? AND f.name = ?`).get(folder, name) ??
    db.prepare<[string, string], RecordedRow>(`${RECORDED_ROWS} d.path = ? AND f.key = ?`).get(folder, nameKey(name))
  );
}

/** With what the last verification found of each; what it found missing is told by who tries to accept it. */
function filesUnder(db: Catalog, folder: string): readonly (RecordedRow & { readonly state: string | null })[] {
  const state = db.prepare<[number], string | null>('SELECT state FROM file WHERE id = ?').pluck(true);
  return db
    .prepare<[string, string, string], RecordedRow>(
      // '0' is the letter after '/': all that lies below.
      `${RECORDED_ROWS} (d.path = ? OR (d.path >= ? AND d.path < ?)) ORDER BY d.path, f.name`,
    )
    .all(folder, `${folder}/`, `${folder}0`)
    .map(row => ({ ...row, state: state.get(row.id) ?? null }));
}
