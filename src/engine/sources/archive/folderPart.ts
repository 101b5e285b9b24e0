import { createHash } from 'node:crypto';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { walk } from '../../backup/walk.ts';
import type { KeptEntry, PartSink } from './entry.ts';
import { FolderEntry, type OnDisk } from './folderEntry.ts';

/** Others are let in so often: thousands of folders are not to be as many waits. */
const TURN_MS = 20;

/** An unpacked tree, a card, a folder of photos: files as they lie on a disk. */
export class FolderPart implements OnDisk {
  readonly path: string;
  readonly name: string;
  readonly form = 'folder';
  readonly root: string;
  readonly #archives: ReadonlySet<string>;

  /**
   * @param folder absolute path
   * @param archives names of files in its top that are parts of their own
   */
  constructor(folder: string, archives: ReadonlySet<string>) {
    this.path = folder;
    this.root = folder;
    this.name = path.basename(folder);
    this.#archives = archives;
  }

  async list(sink: PartSink): Promise<void> {
    let position = 0;
    for (const { dir, files, troubles, listed } of walk(this.path)) {
      // Droppings and settings are passed over as in a backup.
      for (const { code, path: where, message } of troubles) {
        sink.finding(code, where.text, listed ? message : `${where.text || this.name} can't be listed. ${message}`);
      }
      for (const { name, size, mtime, onlineOnly } of files) {
        const where = dir.text === '' ? name.text : `${dir.text}/${name.text}`;
        if (dir.text === '' && this.#archives.has(name.text)) continue;
        if (onlineOnly) {
          sink.finding(
            'online-only',
            where,
            `${where} is a placeholder: its bytes are in the cloud. Reading it would download it, so it was left alone. Keep it on this device, then export again.`,
            true,
          );
          continue;
        }
        sink.entry(dir.text, new FolderEntry(this, dir, name, size, mtime / 1000, position++));
      }
      await setImmediate();
    }
  }

  /** Of all files' names, sizes and times: one stat for each. */
  async stamp(): Promise<string> {
    const hash = createHash('sha256').update(this.path);
    let turn = performance.now();
    for (const { dir, files, listed } of walk(this.path)) {
      let text = `\0\0${dir.text}\0${listed}`;
      for (const { name, size, mtime, onlineOnly } of files) text += `\0${name.text}\0${size}\0${mtime}${onlineOnly}`;
      hash.update(text);
      if (performance.now() - turn < TURN_MS) continue;
      await setImmediate();
      turn = performance.now();
    }
    return hash.digest('hex');
  }

  revive({ directory, name, size, mtimeMs = 0, position }: KeptEntry): FolderEntry {
    return new FolderEntry(this, { text: directory }, { text: name }, size, mtimeMs, position);
  }

  async close(): Promise<void> {}
}
