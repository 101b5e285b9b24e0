/** The files that a plan copies so far, by size: the same bytes are not copied twice. Small, for there are many. */
import type { SourceFile } from '../../sources/source.ts';
import type { Home, Twin } from './backupState.ts';

interface Planned extends Twin {
  readonly file: SourceFile;
}

/** Files of one size. Of those whose bytes were hashed, by their SHA-256; the others by the checksum of their zip. */
interface OfSize {
  /** Checksums of all of them. */
  readonly crcs: Set<number | undefined>;
  readonly hashed: Map<string, Planned>;
  readonly unhashed: Map<number | undefined, Planned[]>;
}

export class PlannedFiles {
  readonly #hash: (file: SourceFile) => Promise<string | undefined>;
  readonly #bySize = new Map<number, Planned | OfSize>();
  readonly #shas = new Map<string, string | undefined>();

  /** @param hash SHA-256 in hex of all bytes of a file; undefined where it can't be read */
  constructor(hash: (file: SourceFile) => Promise<string | undefined>) {
    this.#hash = hash;
  }

  add(file: SourceFile, path: string, home: Home): void {
    const planned = { file, path, home };
    // Most sizes are those of one file.
    const there = this.#bySize.get(file.size);
    if (there == null) this.#bySize.set(file.size, planned);
    else {
      const group = groupOf(there);
      this.#bySize.set(file.size, group);
      put(group, planned, this.#shas.get(file.path));
    }
  }

  /** Whether there is one that may have the same bytes. */
  mayHave({ size, crc32 }: SourceFile): boolean {
    const there = this.#bySize.get(size);
    if (there == null) return false;
    if ('file' in there) return mayBeSame(crc32, there.file.crc32);
    return crc32 == null || there.crcs.has(crc32) || there.crcs.has(undefined);
  }

  /** The one that has the same bytes. */
  async twin(file: SourceFile, sha256: string): Promise<Twin | undefined> {
    const there = this.#bySize.get(file.size);
    if (there == null) return undefined;
    const group = groupOf(there);
    this.#bySize.set(file.size, group);
    for (const crc of file.crc32 == null ? [...group.unhashed.keys()] : [file.crc32, undefined]) {
      const some = group.unhashed.get(crc) ?? [];
      group.unhashed.delete(crc);
      for (const planned of some) put(group, planned, (await this.sha256(planned.file)) ?? '');
    }
    return group.hashed.get(sha256);
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

const mayBeSame = (a: number | undefined, b: number | undefined): boolean => a == null || b == null || a === b;

function groupOf(there: Planned | OfSize): OfSize {
  if (!('file' in there)) return there;
  const { crc32 } = there.file;
  return { crcs: new Set([crc32]), hashed: new Map(), unhashed: new Map([[crc32, [there]]]) };
}

/** @param sha256 undefined where it is not known yet, '' where it can't be */
function put({ crcs, hashed, unhashed }: OfSize, planned: Planned, sha256: string | undefined): void {
  crcs.add(planned.file.crc32);
  if (sha256 != null) {
    if (!hashed.has(sha256)) hashed.set(sha256, planned);
    return;
  }
  const some = unhashed.get(planned.file.crc32);
  if (some == null) unhashed.set(planned.file.crc32, [planned]);
  else some.push(planned);
}
