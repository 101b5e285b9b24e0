/** Copies of a plan as goods that are carried. */
import type { Hands } from '../../../plan/act.ts';
import type { CopyAction } from '../../../plan/form.ts';
import { SourceFailed } from '../../../plan/refused.ts';
import { parted } from '../../../plan/step.ts';
import { nameOfPath } from '../../../plan/targetPath.ts';
import type { SourceFiles } from '../sourceBytes.ts';
import type { Carrier } from './carrier.ts';
import type { Goods } from './load.ts';

/** What an executor has carried. */
export function carryingHands(carrier: Carrier, files: SourceFiles): Required<Pick<Hands, 'carry' | 'ahead'>> {
  return {
    carry: (action, to) => {
      const goods = goodsOf(files, action);
      return goods && carrier.carry(goods, to);
    },
    ahead: actions => {
      try {
        carrier.ready(actions.flatMap(action => goodsOf(files, action) ?? []));
      } catch (error) {
        // It is told of the action itself, when its turn comes.
        if (!(error instanceof SourceFailed)) throw error;
      }
    },
  };
}

/** @returns undefined where it is none that is carried @throws {SourceFailed} */
function goodsOf(files: SourceFiles, action: CopyAction): Goods | undefined {
  const { id, from, text, metadata, mtime } = action;
  const packed = from == null ? text : packedOf(files, action);
  if (packed == null) return undefined;
  const stated = { size: from?.size ?? Buffer.byteLength(text ?? ''), crc32: from?.crc32, sha256: from?.sha256 };
  const cargo = {
    name: parted(nameOfPath(action.to)).name.text,
    mtimeMs: mtime == null ? undefined : new Date(mtime).getTime(),
    tags: metadata?.tags,
    stated,
  };
  return { key: id, from: packed, cargo };
}

function packedOf(files: SourceFiles, action: CopyAction): ReturnType<SourceFiles['packedOf']> {
  try {
    return files.packedOf(action);
  } catch (error) {
    throw new SourceFailed('copy-failed', `The source can’t be read: ${(error as Error).message}`);
  }
}
