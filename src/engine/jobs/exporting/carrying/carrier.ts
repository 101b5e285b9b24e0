/**
 * Unpacks small files of zips and brings them to their places, in a thread of its own where the machine has a core for
 * it: to unpack, hash and write takes as long as all that is thought about a photo.
 */
import os from 'node:os';
import type { FileFacts } from '../../../media/model.ts';
import type { Carried } from '../../../plan/carry.ts';
import type { FilePath, FileSystem } from '../../../plan/fileSystem.ts';
import { NodeFileSystem } from '../../../plan/nodeFileSystem.ts';
import type { PackedFile } from '../../../sources/archive/packedFile.ts';
import { Hand } from './hand.ts';
import { Carrying, look } from './handle.ts';
import { type Goods, LARGEST, READY } from './load.ts';

export class Carrier {
  /** In the job's own thread: until the other is ready, and where there is none. */
  readonly #here: Carrying;
  readonly #hand: Hand | undefined;

  /** @param fs by which files are written: none but the system's own reaches into a thread */
  constructor(fs: FileSystem = new NodeFileSystem()) {
    this.#here = new Carrying(fs);
    this.#hand =
      Object.getPrototypeOf(fs) === NodeFileSystem.prototype && os.availableParallelism() > 1 ? new Hand() : undefined;
  }

  /**
   * What a file says of itself.
   * @returns undefined where exiftool is to be asked; null where it is not one of those that are handled here
   * @throws SourceDamaged; the system's error
   */
  async look(packed: PackedFile, name: string): Promise<FileFacts | undefined | null> {
    if (!isHandled(packed)) return null;
    const looked = (await this.#ready?.ask({ do: 'look', packed, name })) ?? (await look(packed, name));
    return 'facts' in looked ? looked.facts : undefined;
  }

  /** What will be carried next: it is made ready while the job does something else. */
  ready(goods: readonly Goods[]): void {
    let bytes = 0;
    const some = goods.filter(({ from }) => {
      if (typeof from === 'string' || !isHandled(from)) return false;
      bytes += from.size;
      return bytes <= READY;
    });
    this.#ready?.tell({ do: 'ready', goods: some });
  }

  /** @returns undefined where it has to be done in another way: nothing was made then @throws as {@link Carrying.carry} */
  async carry(goods: Goods, to: FilePath): Promise<Carried | undefined> {
    if (typeof goods.from !== 'string' && !isHandled(goods.from)) return undefined;
    const hand = this.#ready;
    if (hand == null) return this.#here.carry(goods, to);
    const outcome = await hand.ask({ do: 'carry', goods, to });
    return 'carried' in outcome ? outcome.carried : undefined;
  }

  async end(): Promise<void> {
    await this.#hand?.end();
  }

  get #ready(): Hand | undefined {
    return this.#hand?.isReady === true ? this.#hand : undefined;
  }
}

const isHandled = ({ size, packed }: PackedFile): boolean => size <= LARGEST && packed <= LARGEST;
