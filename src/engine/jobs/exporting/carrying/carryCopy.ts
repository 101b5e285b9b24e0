/** A copy of a plan as something that is carried. */
import type { Carried } from '../../../plan/carry.ts';
import type { FilePath } from '../../../plan/fileSystem.ts';
import type { CopyAction } from '../../../plan/form.ts';
import { SourceFailed } from '../../../plan/refused.ts';
import { parted } from '../../../plan/step.ts';
import { nameOfPath } from '../../../plan/targetPath.ts';
import type { SourceFiles } from '../sourceBytes.ts';
import type { Carrier } from './carrier.ts';

/** @returns as `Hands.carry` */
export function carryCopy(
  carrier: Carrier,
  files: SourceFiles,
  action: CopyAction,
  to: FilePath,
): Promise<Carried | undefined> | undefined {
  const { from, text, metadata, mtime } = action;
  const packed = from == null ? text : packedOf(files, action);
  if (packed == null) return undefined;
  return carrier.carry(packed, {
    to,
    name: parted(nameOfPath(action.to)).name.text,
    mtimeMs: mtime == null ? undefined : new Date(mtime).getTime(),
    tags: metadata?.tags,
    stated: {
      size: from?.size ?? Buffer.byteLength(text ?? ''),
      crc32: from?.crc32,
      sha256: from?.sha256,
    },
  });
}

function packedOf(files: SourceFiles, action: CopyAction): ReturnType<SourceFiles['packedOf']> {
  try {
    return files.packedOf(action);
  } catch (error) {
    throw new SourceFailed('copy-failed', `The source can’t be read: ${(error as Error).message}`);
  }
}
