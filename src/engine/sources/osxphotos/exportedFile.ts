/** A file that osxphotos exported, or meant to. */
export interface ExportedFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Of the photo, in upper case. */
  readonly uuid: string;
  /** Bytes and whole seconds from 1970; null where none were noted. Of the source: of the file that was copied. */
  readonly srcSize: number | null;
  readonly srcMtime: number | null;
  readonly destSize: number | null;
  readonly destMtime: number | null;
  /** Bits of what osxphotos was told; 2: to write metadata into it. Null where it isn't known. */
  readonly options: number | null;
  /** Something went wrong with it. */
  readonly hasError: boolean;
  /** Unix ms when osxphotos last had to do with it; null where it isn't known. */
  readonly at: number | null;
}

/** As the database has it: nothing of it is trusted. */
export interface ExportedRow {
  readonly path: unknown;
  readonly uuid: unknown;
  readonly srcSize: unknown;
  readonly srcMtime: unknown;
  readonly destSize: unknown;
  readonly destMtime: unknown;
  readonly options: unknown;
  readonly error: unknown;
  readonly timestamp: unknown;
}

/** Columns by field; older versions don't have all of them. */
export const EXPORTED_COLUMNS: Readonly<Record<keyof ExportedRow, string>> = {
  path: 'filepath',
  uuid: 'uuid',
  srcSize: 'src_size',
  srcMtime: 'src_mtime',
  destSize: 'dest_size',
  destMtime: 'dest_mtime',
  options: 'export_options',
  error: 'error',
  timestamp: 'timestamp',
};

/** @returns undefined where it names no place in the folder */
export function fileOf(row: ExportedRow): ExportedFile | undefined {
  const { path: where, uuid } = row;
  if (typeof where !== 'string' || typeof uuid !== 'string' || !isWithin(where)) return undefined;
  return {
    path: where,
    uuid: uuid.toUpperCase(),
    srcSize: whole(row.srcSize),
    srcMtime: whole(row.srcMtime),
    destSize: whole(row.destSize),
    destMtime: whole(row.destMtime),
    options: whole(row.options),
    hasError: row.error != null && row.error !== '' && row.error !== 'null',
    at: instant(row.timestamp),
  };
}

/** It may come from anybody: what leads out of the folder, or into ours, is no file of it. */
function isWithin(where: string): boolean {
  const parts = where.split('/');
  return (
    !where.includes('\0') &&
    parts[0]?.toLowerCase() !== '.keepsake' &&
    parts.every(part => part !== '' && part !== '.' && part !== '..')
  );
}

const whole = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : null;

/** `2026-11-22 05:41:58.962`, in UTC. */
function instant(value: unknown): number | null {
  const found = typeof value === 'string' ? /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(value) : null;
  const ms = found == null ? Number.NaN : Date.parse(`${found[1]}T${found[2]}Z`);
  return Number.isNaN(ms) ? null : ms;
}
