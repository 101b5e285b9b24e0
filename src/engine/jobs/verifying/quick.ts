/** Holds sizes and times against the manifest. No byte is read, so nothing is proved and nothing is recorded. */
import { joinName, storedName } from '../../backup/name.ts';
import type { Clock } from '../../backup/sameTime.ts';
import { type Finding, type FindingCode, SEVERITY_OF } from '../../catalog/findings.ts';
import type { Catalog } from '../../catalog/open.ts';
import { isAsRecorded } from './asRecorded.ts';

interface Row {
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly present: number;
  readonly size: number;
  readonly mtime: number;
  readonly recorded: number;
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
}

const MESSAGES = {
  missing: 'This file was recorded and is not there. It may have been moved or renamed: a full verification tells.',
  extra: 'This file is not in the manifest yet. A full verification records it.',
  modified:
    'Its size or time is not as recorded. Its bytes were not read; a full verification tells whether they changed.',
} as const satisfies Partial<Record<FindingCode, string>>;

function judge(row: Row, clock: Clock): keyof typeof MESSAGES | undefined {
  if (row.present === 0) return row.recorded === 1 ? 'missing' : undefined;
  if (row.recorded === 0) return 'extra';
  // Of a record that was taken from SHA256SUMS only the bytes can tell.
  if (row.rec_size == null) return undefined;
  return isAsRecorded(row, clock) ? undefined : 'modified';
}

export function* quickCheck(db: Catalog, clock: Clock): Generator<Finding> {
  const rows = db
    .prepare<[], Row>(
      `SELECT d.path, d.raw AS pathRaw, f.name, f.raw, f.present, f.size, f.mtime, f.rec_sha IS NOT NULL AS recorded, f.rec_size, f.rec_mtime
       FROM file f JOIN dir d ON d.id = f.dir ORDER BY d.path, f.name`,
    )
    .iterate();
  for (const row of rows) {
    const code = judge(row, clock);
    if (code == null) continue;
    yield {
      severity: SEVERITY_OF[code],
      code,
      path: joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw)),
      message: MESSAGES[code],
    };
  }
}
