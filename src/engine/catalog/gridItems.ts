/** What a cell of the grid shows of an asset, straight from its row. */
import { formatCaptureTime } from '../media/captureTime.ts';
import type { AssetKind, CaptureTime, Origin } from '../media/model.ts';
import type { Severity } from './findings.ts';
import type { Catalog } from './open.ts';
import { uuidText } from './uuid.ts';

export interface CellItem {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly path: string;
  readonly kind: AssetKind;
  readonly capturedAt: string | null;
  readonly capturedAtOrigin: Origin;
  readonly width: number;
  readonly height: number;
  readonly duration: number;
  readonly live: boolean;
  readonly raw: boolean;
  readonly edited: boolean;
  readonly favorite: boolean;
  readonly rating: number;
  readonly flag: 'pick' | 'reject' | 'none';
  readonly problem: Severity | null;
  readonly problemMessage: string;
  readonly fileType: string;
}

interface Row {
  readonly id: number;
  readonly uid: Buffer;
  readonly name: string;
  readonly dir: string;
  readonly kind: AssetKind;
  readonly wall: number | null;
  readonly known: CaptureTime['known'] | null;
  readonly offset_min: number | null;
  readonly time_origin: Origin | null;
  readonly width: number;
  readonly height: number;
  readonly duration: number;
  readonly live: number;
  readonly raw: number;
  readonly edited: number;
  readonly favorite: number;
  readonly rating: number;
  readonly flag: 'pick' | 'reject' | 'none';
  readonly file_type: string;
}

function timeOf({ wall, known, offset_min }: Row): CaptureTime | undefined {
  if (wall == null || known == null) return undefined;
  if (known === 'instant') return { known, utcMs: wall };
  return known === 'wall' ? { known, wallMs: wall } : { known, wallMs: wall, offsetMin: offset_min ?? 0 };
}

/** In the order of `ids`; those that the catalog doesn't have (any more) are left out. */
export function gridItems(db: Catalog, ids: readonly number[]): readonly CellItem[] {
  const wanted = JSON.stringify(ids);
  const rows = db
    .prepare<[string], Row>(
      `SELECT a.id, a.uid, f.name, d.path AS dir, a.kind, a.wall, a.known, a.offset_min, a.time_origin, a.width, a.height, a.duration,
         a.live, a.raw, a.edited, a.favorite, a.rating, a.flag, a.file_type
       FROM json_each(?) w JOIN asset a ON a.id = w.value JOIN file f ON f.id = a.main JOIN dir d ON d.id = f.dir ORDER BY w.key`,
    )
    .all(wanted);
  const problems = worstProblems(db, wanted);
  return rows.map(row => {
    const time = timeOf(row);
    const problem = problems.get(row.id);
    return {
      id: row.id,
      uid: uuidText(row.uid),
      name: row.name,
      path: row.dir === '' ? row.name : `${row.dir}/${row.name}`,
      kind: row.kind,
      capturedAt: time == null ? null : formatCaptureTime(time),
      capturedAtOrigin: row.time_origin ?? 'none',
      width: row.width,
      height: row.height,
      duration: row.duration,
      live: row.live === 1,
      raw: row.raw === 1,
      edited: row.edited === 1,
      favorite: row.favorite === 1,
      rating: row.rating,
      flag: row.flag,
      problem: problem?.severity ?? null,
      problemMessage: problem?.message ?? '',
      fileType: row.file_type.toUpperCase(),
    };
  });
}

/** That a photo has no date is no fault of the photo: it is said in its group and its details, not on its face. */
const NOT_ON_THE_FACE = 'no-capture-time';

function worstProblems(db: Catalog, ids: string): ReadonlyMap<number, { severity: Severity; message: string }> {
  const rows = db
    .prepare<[string, string], { asset: number; severity: Severity; message: string }>(
      `SELECT f.asset, n.severity, n.message FROM json_each(?) w JOIN file f ON f.asset = w.value JOIN finding n ON n.file = f.id
       WHERE n.severity <> 'info' AND n.code <> ? ORDER BY n.severity = 'error'`,
    )
    .all(ids, NOT_ON_THE_FACE);
  // Errors come last and win.
  return new Map(rows.map(({ asset, severity, message }) => [asset, { severity, message }]));
}
