/** osxphotos: where it is, how it is started, and what its lines say. */
import path from 'node:path';
import type { OsxphotosFlags } from './osxphotosFlags.ts';
import { isProgram, programOnPath } from './programOnPath.ts';

/**
 * @param named absolute path that the person gave, which wins
 * @returns absolute path: what was named, else KEEPSAKE_OSXPHOTOS, else the first on PATH; undefined where none is
 */
export function findOsxphotos(named?: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const given = named || env.KEEPSAKE_OSXPHOTOS;
  if (given) return path.isAbsolute(given) && isProgram(given) ? given : undefined;
  const onPath = programOnPath('osxphotos', env.PATH ?? '');
  if (onPath != null || process.platform !== 'darwin') return onPath;
  // A window of VS Code that was opened from the Dock has none of these on its PATH.
  const home = env.HOME == null ? [] : [path.join(env.HOME, '.local/bin')];
  return programOnPath('osxphotos', [...home, '/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin'].join(':'));
}

export interface OsxphotosExport {
  /** Absolute paths. */
  readonly library: string;
  readonly backup: string;
  /** Path of the file that lists, one a line, the photos that it is to look at. */
  readonly uuids: string;
  readonly flags: OsxphotosFlags;
  /** Files that it had failed with before are tried again. */
  readonly again: boolean;
}

/** An update of its own export, of the named photos alone. Never anything that deletes. */
export function exportArguments({ library, backup, uuids, flags, again }: OsxphotosExport): readonly string[] {
  return [
    ...['export', backup, '--library', library, '--update', '--verbose', '--no-progress'],
    ...['--uuid-from-file', uuids],
    ...flags.args,
    ...(again && !flags.has('--update-errors') ? ['--update-errors'] : []),
  ];
}

export type OsxphotosLine =
  | { readonly type: 'begins'; readonly number: number; readonly total: number }
  | { readonly type: 'wrote'; readonly path: string }
  | { readonly type: 'missing'; readonly what: string; readonly name: string; readonly uuid: string }
  | { readonly type: 'failed'; readonly uuid: string; readonly name: string; readonly why: string }
  | { readonly type: 'unwritten'; readonly path: string; readonly why: string };

const UUID = '[0-9A-Fa-f-]{36}';
const BEGINS = /^Exporting .+ \((\d+)\/(\d+)\)$/;
const WROTE = /^Exported (?:new|updated) file (.+)$/;
const MISSING = new RegExp(`^Skipping missing (?:deleted )?(.*?) ?photo (?:for )?(.+) \\((${UUID})\\)$`);
const FAILED = new RegExp(`^Error exporting photo \\((${UUID}): (.*?)\\) as (.*)$`);
const UNWRITTEN = /^exiftool error for file (.+?): (.+)$/;

/** @param line of `export --verbose --no-progress`, of osxphotos 0.75 to 0.77 */
export function readOsxphotosLine(line: string): OsxphotosLine | undefined {
  const begins = BEGINS.exec(line);
  if (begins != null) return { type: 'begins', number: Number(begins[1]), total: Number(begins[2]) };
  const [, written] = WROTE.exec(line) ?? [];
  if (written != null) return { type: 'wrote', path: written };
  const [, what, name, uuid] = MISSING.exec(line) ?? [];
  if (uuid != null) return { type: 'missing', what: what || 'original', name: name ?? '', uuid: uuid.toUpperCase() };
  const [, failed, photo = '', said = ''] = FAILED.exec(line) ?? [];
  // "as PATH: why"; a path may hold a colon as well.
  if (failed != null) {
    const why = said.slice(said.indexOf(': ') + 2);
    return { type: 'failed', uuid: failed.toUpperCase(), name: photo, why };
  }
  const [, file, why] = UNWRITTEN.exec(line) ?? [];
  return file == null ? undefined : { type: 'unwritten', path: file, why: why ?? '' };
}
