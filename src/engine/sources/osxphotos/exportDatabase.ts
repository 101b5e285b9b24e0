import fs from 'node:fs';
import path from 'node:path';
import type { Statement } from 'better-sqlite3';
import { ForeignDatabase } from '../../sqlite/foreignDatabase.ts';
import { EXPORTED_COLUMNS, type ExportedFile, type ExportedRow, fileOf } from './exportedFile.ts';
import { EXPORT_DATABASE } from './exportStamp.ts';

const OLDEST = 6;
/** Characters of what it knows of a photo; more is no photo's. */
const LONGEST = 4_000_000;

/** It is no export database, or one of an osxphotos that is too old. The message says which, and what to do. */
export class UnknownExport extends Error {
  override readonly name = 'UnknownExport';
}

export class ExportDatabase {
  readonly #db: ForeignDatabase;
  #info: Statement<[string, number], unknown> | undefined;

  /**
   * @param folder absolute path of what was exported into
   * @throws UnknownExport, {@link import('../../sqlite/foreignDatabase.ts').ForeignUnreadable}, the system's errors
   */
  constructor(folder: string) {
    const file = path.join(folder, EXPORT_DATABASE);
    this.#db = new ForeignDatabase(file);
    try {
      const columns = this.#db.columns('export_data');
      if (!columns.has('filepath') || !columns.has('uuid') || !columns.has('dest_size'))
        throw new UnknownExport(
          `${file} is no export database that is known here. Nothing was changed. osxphotos 0.50 or later makes one that is; "osxphotos exportdb --upgrade" brings an older one up to date.`,
        );
      const version = this.#version();
      if (version != null && version < OLDEST)
        throw new UnknownExport(
          `${file} is of version ${version}; from ${OLDEST} on it can be read. Nothing was changed. "osxphotos exportdb --upgrade" brings it up to date.`,
        );
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** @returns undefined where osxphotos has never exported into the folder. @throws as the constructor */
  static in(folder: string): ExportDatabase | undefined {
    return isExportedInto(folder) ? new ExportDatabase(folder) : undefined;
  }

  close(): void {
    this.#db.close();
  }

  #version(): number | undefined {
    if (!this.#db.columns('version').has('exportdb')) return undefined;
    const found = this.#db.prepare<[], unknown>('SELECT exportdb FROM version ORDER BY id DESC LIMIT 1').pluck().get();
    const version = Number.parseFloat(String(found));
    return Number.isFinite(version) ? version : undefined;
  }

  /** In the order of their paths. Rows that name no place in the folder are left out. */
  *files(): Generator<ExportedFile> {
    const there = this.#db.columns('export_data');
    const fields = Object.entries(EXPORTED_COLUMNS).map(
      ([field, column]) => `${there.has(column) ? column : 'NULL'} AS ${field}`,
    );
    const rows = this.#db.prepare<[], ExportedRow>(`SELECT ${fields.join(', ')} FROM export_data ORDER BY filepath`);
    for (const row of rows.iterate()) {
      const file = fileOf(row);
      if (file != null) yield file;
    }
  }

  /** What osxphotos knew of a photo when it exported it, as its JSON has it; by UUID in upper case. */
  *infos(): Generator<readonly [uuid: string, info: Readonly<Record<string, unknown>>]> {
    if (!this.#db.columns('photoinfo').has('photoinfo')) return;
    const rows = this.#db.prepare<[number], { uuid: unknown; json: unknown }>(
      'SELECT uuid, photoinfo AS json FROM photoinfo WHERE length(photoinfo) <= ? ORDER BY uuid',
    );
    for (const { uuid, json } of rows.iterate(LONGEST)) {
      const info = typeof uuid === 'string' && typeof json === 'string' ? objectOf(json) : undefined;
      if (info != null) yield [String(uuid).toUpperCase(), info];
    }
  }

  /** @param uuid in upper case */
  info(uuid: string): Readonly<Record<string, unknown>> | undefined {
    if (!this.#db.columns('photoinfo').has('photoinfo')) return undefined;
    this.#info ??= this.#db
      .prepare<[string, number], unknown>('SELECT photoinfo FROM photoinfo WHERE uuid = ? AND length(photoinfo) <= ?')
      .pluck();
    const json = this.#info.get(uuid, LONGEST);
    return typeof json === 'string' ? objectOf(json) : undefined;
  }

  /** The options of the last run, as osxphotos writes them: `directory = "{created.year}"`. */
  options(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    if (!this.#db.columns('config').has('config')) return found;
    const text = this.#db.prepare<[], unknown>('SELECT config FROM config ORDER BY id DESC LIMIT 1').pluck().get();
    if (typeof text !== 'string') return found;
    for (const line of text.split('\n')) {
      const [, name, value] = /^([a-z_]+) = (.*)$/.exec(line) ?? [];
      if (name != null && value != null) found.set(name, value);
    }
    return found;
  }
}

/** Whether osxphotos has exported into a folder. @throws the system's error where its database can't be read */
export function isExportedInto(folder: string): boolean {
  const file = path.join(folder, EXPORT_DATABASE);
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  const head = Buffer.alloc(15);
  const fd = fs.openSync(file, 'r');
  try {
    fs.readSync(fd, head, 0, head.length, 0);
  } finally {
    fs.closeSync(fd);
  }
  return head.toString('latin1') === 'SQLite format 3';
}

function objectOf(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value != null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
