/** Renders the manifest as a file that `sha256sum -c` reads from the backup's root. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { writeWhole } from '../backup/writeWhole.ts';
import type { Store } from './store.ts';

interface Row {
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly sha: Buffer;
}

/**
 * A line as coreutils writes it: hash, two spaces, path; where the path holds a backslash or a line break
 * these are escaped and the line begins with a backslash. No `./` before the path (rclone would match nothing).
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

function* render(store: Store): Generator<Buffer> {
  const rows = store.db
    .prepare<[], Row>(
      `SELECT d.path AS dir, d.raw AS dirRaw, f.name AS name, f.raw AS raw, f.rec_sha AS sha
       FROM dir d JOIN file f ON f.dir = d.id WHERE f.rec_sha IS NOT NULL ORDER BY d.path, f.name`,
    )
    .iterate();
  let lines: Buffer[] = [];
  let length = 0;
  for (const { dir, dirRaw, name, raw, sha } of rows) {
    const folder = dirRaw ?? Buffer.from(dir);
    const path =
      folder.length === 0
        ? (raw ?? Buffer.from(name))
        : Buffer.concat([folder, Buffer.from('/'), raw ?? Buffer.from(name)]);
    const line = sumsLine(sha, path);
    lines.push(line);
    length += line.length;
    if (length < 1 << 20) continue;
    yield Buffer.concat(lines);
    lines = [];
    length = 0;
  }
  yield Buffer.concat(lines);
}

/** Writes `.keepsake/SHA256SUMS` anew where it would differ. */
export function renderSums(store: Store): void {
  if (store.readOnly) return;
  const old = fs.existsSync(store.layout.sums) ? fs.readFileSync(store.layout.sums) : undefined;
  const whole = Buffer.concat([...render(store)]);
  if (old?.equals(whole) !== true) writeWhole(store.layout.sums, whole);
}
