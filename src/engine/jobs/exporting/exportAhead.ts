/** Walks over the backup and over folders as the source, begun before the export is loaded: where nothing is new they are all the work. */
import fs from 'node:fs';
import { layoutOf } from '../../backup/layout.ts';
import { beginAhead, LookAhead } from '../surveying/lookAhead.ts';

/** Of a library of Photos other files count than its thousands of previews. */
const LIBRARY = /\.(photos|photo)library$/i;

export class ExportAhead {
  readonly backup: LookAhead | undefined;
  readonly #sources = new Map<string, LookAhead>();

  /**
   * @param root of the backup; where it is none yet nothing is begun, for all of it will be new
   * @param sources absolute paths
   */
  constructor(root: string, sources: readonly string[]) {
    if (!fs.existsSync(layoutOf(root).identity)) return;
    this.backup = beginAhead(root);
    for (const named of sources) {
      const folder = LIBRARY.test(named) ? undefined : folderAt(named);
      if (folder != null && !this.#sources.has(folder)) this.#sources.set(folder, new LookAhead(folder, 1, true));
    }
  }

  /** Given once: who takes it ends it. */
  source(folder: string): LookAhead | undefined {
    const ahead = this.#sources.get(folder);
    this.#sources.delete(folder);
    return ahead;
  }

  end(): void {
    this.backup?.end();
    for (const ahead of this.#sources.values()) ahead.end();
  }
}

/** @returns its real path; undefined where it is none, or can't be looked at, which the export says in words */
function folderAt(named: string): string | undefined {
  try {
    return fs.statSync(named).isDirectory() ? fs.realpathSync(named) : undefined;
  } catch {
    return undefined;
  }
}
