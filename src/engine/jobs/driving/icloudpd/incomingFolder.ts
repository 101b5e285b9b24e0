/**
 * The folder that icloudpd downloads into: one of Keepsake's own, in its cache. A photo gets from there into the
 * backup as from any source, and then an empty file of the name stands for it, by which icloudpd knows that it came:
 * whatever becomes of it in the backup (an edit, a move, a rename), it is not fetched again.
 */
import fs from 'node:fs';
import path from 'node:path';
import { walk } from '../../../backup/walk.ts';
import { fileKind } from '../../../media/kinds.ts';

export class IncomingFolder {
  /** Absolute. */
  readonly path: string;

  constructor(folder: string) {
    this.path = folder;
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /**
   * Makes the empty files be those of what came before, no more and no less. What has bytes stays as it is.
   * @param earlier paths within the folder, from the record: hostile
   */
  expect(earlier: Iterable<string>): void {
    const wanted = new Set([...earlier].filter(isPlain));
    for (const { dir, files } of walk(this.path))
      for (const { name, size } of files) {
        const where = dir.text === '' ? name.text : `${dir.text}/${name.text}`;
        if (wanted.delete(where) || size > 0) continue;
        fs.rmSync(path.join(this.path, where), { force: true });
      }
    const made = new Set<string>();
    for (const where of wanted) {
      const file = path.join(this.path, where);
      const folder = path.dirname(file);
      if (!made.has(folder)) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      made.add(folder);
      fs.closeSync(fs.openSync(file, 'a', 0o600));
    }
  }

  /** Photos and videos that are here with their bytes, by path within the folder. */
  *fetched(): Generator<{ readonly path: string; readonly size: number; readonly mtimeMs: number }> {
    for (const { dir, files } of walk(this.path))
      for (const { name, size, mtime } of files) {
        const kind = fileKind(name.text);
        if (size > 0 && kind !== 'other' && kind !== 'sidecar')
          yield { path: dir.text === '' ? name.text : `${dir.text}/${name.text}`, size, mtimeMs: mtime / 1000 };
      }
  }

  /** Bytes of a file here; undefined where there is none. */
  sizeOf(where: string): number | undefined {
    const stat = isPlain(where) ? fs.lstatSync(path.join(this.path, where), { throwIfNoEntry: false }) : undefined;
    return stat?.isFile() === true ? stat.size : undefined;
  }

  /** It is in the backup: its bytes are let go, and its name stays. */
  empty(where: string): void {
    const file = path.join(this.path, where);
    fs.truncateSync(file, 0);
    fs.rmSync(`${file}.xmp`, { force: true });
  }
}

/** A path that icloudpd may have made, and that leads out of nothing. */
function isPlain(where: string): boolean {
  const parts = where.split('/');
  return (
    parts.length <= 8 &&
    parts.every(part => part !== '' && part !== '.' && part !== '..' && part.length <= 255 && !/[\\\0:]/.test(part))
  );
}
