/** Keeps what a file was before its metadata is rewritten. */
import type { Buffer } from 'node:buffer';
import type { FilePath, FileSystem } from './fileSystem.ts';
import type { Folders } from './folders.ts';
import type { Item } from './item.ts';
import { type Places, undoFile } from './places.ts';
import { parted } from './step.ts';
import { keepBytes, makePatch } from './undoData.ts';

export interface Keeper {
  readonly fs: FileSystem;
  readonly places: Places;
  readonly folders: Folders;
}

/** What brings the old bytes back is on the disk before they go; its name is when the folders are synced. */
export async function keepOld(keeper: Keeper, item: Item): Promise<void> {
  const { fs, places } = keeper;
  const { step, found } = item;
  const [before, after] = [places.at(step.path), places.at(item.temporary)];
  const sizes = { before: found?.size ?? 0, after: fs.lstat(after)?.size ?? 0 };
  const patch = await makePatch(fs, before, after, sizes, step.sha256 ?? '');
  await keepBytes(fs, before, placeOfOld(keeper, item, patch), patch);
}

/** @returns where they are kept; what an earlier run kept is gone from there */
export function placeOfOld({ fs, places, folders }: Keeper, item: Item, patch: Buffer | undefined): FilePath {
  const { step } = item;
  // Of a run before, whose intent was taken back.
  for (const kind of ['patch', 'whole'] as const) {
    const other = places.at(undoFile(places.change, step.id, kind));
    if (fs.lstat(other) != null) fs.unlink(other);
  }
  item.undo = patch == null ? 'whole' : 'patch';
  const kept = undoFile(places.change, step.id, item.undo);
  folders.make(parted(kept).dir);
  folders.touch(parted(kept).dir);
  return places.at(kept);
}
