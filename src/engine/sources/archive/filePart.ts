import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { KeptEntry, PartSink } from './entry.ts';
import { fileStamp } from './fileStamp.ts';
import { FolderEntry, type OnDisk } from './folderEntry.ts';

/** A single file that is no archive. */
export class FilePart implements OnDisk {
  readonly path: string;
  readonly name: string;
  readonly form = 'file';
  readonly root: string;

  /** @param file absolute path */
  constructor(file: string) {
    this.path = file;
    this.root = path.dirname(file);
    this.name = path.basename(file);
  }

  async list(sink: PartSink): Promise<void> {
    const { size, mtimeMs } = await stat(this.path);
    sink.entry('', new FolderEntry(this, { text: '' }, { text: this.name }, size, mtimeMs, 0));
  }

  stamp(): Promise<string> {
    return fileStamp(this.path);
  }

  revive({ directory, name, size, mtimeMs = 0, position }: KeptEntry): FolderEntry {
    return new FolderEntry(this, { text: directory }, { text: name }, size, mtimeMs, position);
  }

  async close(): Promise<void> {}
}
