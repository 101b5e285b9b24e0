/** Photos that came before and are not in the backup any more: which of them come again, and as what. */
import { uuidv7 } from 'uuidv7';
import type { SourceFile } from '../../sources/source.ts';
import type { BackupState, Mapped } from './backupState.ts';
import type { FolderNames } from './folderNames.ts';
import { parted } from './parted.ts';

export class Returning {
  readonly #state: BackupState;
  readonly #names: FolderNames;
  readonly #sha256: (file: SourceFile) => Promise<string | undefined>;
  readonly #again: boolean;
  /** Ids that photos got back: no two get one. */
  readonly #returned = new Set<string>();
  /** Of the item that is being planned: files on record that are missing and may come back, SHA-256 by path. */
  #missing = new Map<string, string>();

  /**
   * @param sha256 of a file of the source, in hex
   * @param again whether what a person deleted is asked for
   */
  constructor(
    state: BackupState,
    names: FolderNames,
    sha256: (file: SourceFile) => Promise<string | undefined>,
    again: boolean,
  ) {
    this.#state = state;
    this.#names = names;
    this.#sha256 = sha256;
    this.#again = again;
  }

  /** Whether a file that came before has come for good: what an undo took out is new, what is asked for again too. */
  isKnown({ isThere, isUndone }: Mapped): boolean {
    return isThere || !(this.#again || isUndone === true);
  }

  /** A photo of these bytes that a person deleted, from whatever source it came. */
  async deleted(file: SourceFile): Promise<Mapped | undefined> {
    if (file.size === 0 || !this.#state.mayBeDeleted(file)) return undefined;
    const sha256 = await this.#sha256(file);
    return sha256 == null ? undefined : this.#state.deleted(sha256);
  }

  /** Of files of one photo: those that lay beside another of them which was deleted. */
  async besideDeleted({ path }: Mapped, files: readonly SourceFile[]): Promise<ReadonlyMap<SourceFile, Mapped>> {
    const { folder } = parted(path);
    const found = new Map<SourceFile, Mapped>();
    for (const file of files) {
      const beside = await this.deleted(file);
      if (beside != null && parted(beside.path).folder === folder) found.set(file, beside);
    }
    return found;
  }

  /** What comes back with an item may have its name back, and the XMP that was beside it too. */
  release(former: Iterable<Mapped>): void {
    this.#missing = new Map();
    for (const path of [...former].flatMap(({ path }) => [path, `${path}.xmp`])) {
      const { folder, name } = parted(path);
      const sha256 = this.#missing.has(path) ? undefined : this.#state.lost(folder, name);
      if (sha256 == null) continue;
      this.#missing.set(path, sha256);
      this.#names.release(folder, name);
    }
  }

  /** SHA-256 of a file on record that is missing and comes back under this path; of the item that was released last. */
  missing(path: string): string | undefined {
    return this.#missing.get(path);
  }

  /** A photo that comes back is the one that it was, with its marks and albums. */
  idOf(former: Mapped | undefined): string {
    const uuid = former?.uuid;
    if (uuid == null || this.#returned.has(uuid)) return uuidv7();
    this.#returned.add(uuid);
    return uuid;
  }
}
