/** The files that a plan copies so far, by size: the same bytes are not copied twice. Small, for there are many. */
import type { SourceFile } from '../../sources/source.ts';
import type { Candidate, Home } from './backupState.ts';

interface Planned {
  readonly file: SourceFile;
  readonly path: string;
  readonly home: Home;
}

export class PlannedFiles {
  readonly #hash: (file: SourceFile) => Promise<string | undefined>;
  readonly #bySize = new Map<number, Planned[]>();
  readonly #shas = new Map<string, string | undefined>();

  /** @param hash SHA-256 in hex of all bytes of a file; undefined where it can't be read */
  constructor(hash: (file: SourceFile) => Promise<string | undefined>) {
    this.#hash = hash;
  }

  add(file: SourceFile, path: string, home: Home): void {
    const planned = { file, path, home };
    const list = this.#bySize.get(file.size);
    if (list == null) this.#bySize.set(file.size, [planned]);
    else list.push(planned);
  }

  /** Those that may have the same bytes. */
  candidates({ size, crc32 }: SourceFile): readonly Candidate[] {
    return (this.#bySize.get(size) ?? [])
      .filter(({ file }) => crc32 == null || file.crc32 == null || crc32 === file.crc32)
      .map(({ file, path, home }) => ({ path, home, sha256: () => this.sha256(file) }));
  }

  /** Read once. */
  async sha256(file: SourceFile): Promise<string | undefined> {
    if (!this.#shas.has(file.path)) this.#shas.set(file.path, await this.#hash(file));
    return this.#shas.get(file.path);
  }

  knownSha(file: SourceFile): string | undefined {
    return this.#shas.get(file.path);
  }
}
