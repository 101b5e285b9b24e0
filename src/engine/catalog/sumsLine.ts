/** A line of a list of checksums, as coreutils writes and reads it. Pure. */
import { Buffer } from 'node:buffer';

/**
 * Hash, two spaces, path; where the path holds a backslash or a line break these are escaped and the line begins
 * with a backslash. No `./` before the path (rclone would match nothing).
 */
export function sumsLine(sha256: Buffer, path: Buffer): Buffer {
  const needsEscape = path.includes(0x5c) || path.includes(0x0a) || path.includes(0x0d);
  const shown = needsEscape
    ? Buffer.from(
        path.toString('latin1').replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
        'latin1',
      )
    : path;
  return Buffer.concat([
    Buffer.from(`${needsEscape ? '\\' : ''}${sha256.toString('hex')}  `),
    shown,
    Buffer.from('\n'),
  ]);
}

const HASH = 64;
const UNESCAPED: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };

/** @param line without its line feed @returns undefined where it is no such line */
export function parseSumsLine(line: Buffer): { readonly sha256: Buffer; readonly path: Buffer } | undefined {
  const isEscaped = line[0] === 0x5c;
  const start = isEscaped ? 1 : 0;
  const head = line.toString('latin1', start, start + HASH + 2);
  if (!/^[0-9a-f]{64} [ *]$/.test(head)) return undefined;
  const shown = line.subarray(start + HASH + 2);
  if (shown.length === 0) return undefined;
  const path = isEscaped
    ? Buffer.from(
        shown.toString('latin1').replace(/\\[\\nr]/g, found => UNESCAPED[found] ?? found),
        'latin1',
      )
    : shown;
  return { sha256: Buffer.from(head.slice(0, HASH), 'hex'), path };
}
