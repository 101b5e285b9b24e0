/** What is open, for trees and badges: by code, and by asset. */
import type { Severity } from './findings.ts';
import type { Catalog } from './open.ts';

export interface CodeCount {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
}

export interface OpenFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly path: string;
  readonly message: string;
  readonly asset: number | null;
  readonly owner: string;
  readonly at: number;
}

const RANK = "CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END";

/** What index and verification both say of a file, each for as long as it finds it so, is one problem. */
const isSaidAgain = (same: string): string =>
  `(n.code IN ('empty', 'unreadable', 'online-only', 'damaged')
    AND EXISTS (SELECT 1 FROM finding m WHERE ${same} AND m.code = n.code AND m.id > n.id))`;
const SAID_AGAIN = isSaidAgain('m.path = n.path');
/** Some findings name a path only. */
const SAID_AGAIN_OF_FILE = isSaidAgain('m.file = n.file');

/** Errors and warnings; what is only for information is no problem. */
export function problemCodes(db: Catalog): readonly CodeCount[] {
  return db
    .prepare<[], CodeCount>(
      `SELECT code, severity, count(*) AS count FROM finding n WHERE severity <> 'info' AND NOT ${SAID_AGAIN} GROUP BY code, severity ORDER BY ${RANK}, code`,
    )
    .all();
}

export function problemCount(db: Catalog): number {
  return (
    db
      .prepare<[], { n: number }>(`SELECT count(*) AS n FROM finding n WHERE severity <> 'info' AND NOT ${SAID_AGAIN}`)
      .get()?.n ?? 0
  );
}

const COLUMNS = 'n.code, n.severity, n.path, n.message, f.asset, n.owner, n.at';

export function findingsOf(db: Catalog, code: string, limit: number): readonly OpenFinding[] {
  return db
    .prepare<[string, number], OpenFinding>(
      `SELECT ${COLUMNS} FROM finding n LEFT JOIN file f ON f.id = n.file WHERE n.code = ? AND NOT ${SAID_AGAIN} ORDER BY n.path LIMIT ?`,
    )
    .all(code, limit);
}

/** Of these assets, worst first. */
export function findingsOfAssets(db: Catalog, assets: readonly number[], limit: number): readonly OpenFinding[] {
  return db
    .prepare<[string, number], OpenFinding>(
      `SELECT ${COLUMNS} FROM file f JOIN finding n ON n.file = f.id
       WHERE f.asset IN (SELECT value FROM json_each(?)) AND NOT ${SAID_AGAIN_OF_FILE} ORDER BY ${RANK.replace('severity', 'n.severity')}, n.path LIMIT ?`,
    )
    .all(JSON.stringify(assets), limit);
}

/** Codes of the open findings of each asset that has any. */
export function problemAssets(db: Catalog): ReadonlyMap<number, readonly string[]> {
  const rows = db
    .prepare<[], { asset: number; code: string }>(
      'SELECT DISTINCT f.asset, n.code FROM finding n JOIN file f ON f.id = n.file WHERE f.asset IS NOT NULL',
    )
    .all();
  const byAsset = new Map<number, string[]>();
  for (const { asset, code } of rows) {
    const codes = byAsset.get(asset);
    if (codes == null) byAsset.set(asset, [code]);
    else codes.push(code);
  }
  return byAsset;
}
