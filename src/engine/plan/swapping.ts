/** Gives built and moved files their names. Nothing loses its last name here: what is to go, goes when all is on the disk. */
import type { Name } from '../backup/name.ts';
import type { FileSystem } from './fileSystem.ts';
import type { Folders } from './folders.ts';
import type { Item } from './item.ts';
import { linkText } from './linkText.ts';
import { giveName, takeNameBack } from './naming.ts';
import type { Places } from './places.ts';
import { codeOf, hasNoLinks, Refused } from './refused.ts';
import { isOfLink, parted } from './step.ts';

export interface Swapper {
  readonly fs: FileSystem;
  readonly places: Places;
  readonly folders: Folders;
}

/** @throws {Refused} where the disk is not as it was checked; the system's error */
export function swap(swapper: Swapper, item: Item): void {
  const { fs, places, folders } = swapper;
  const { step } = item;
  const target = places.target(step);
  const { dir } = parted(target);
  if (isOfLink(step)) return swapLink(swapper, item);
  if (!folders.check(dir)) throw new Refused('conflict', `The folder ${dir.text} is gone.`);
  folders.touch(dir);
  if (step.do === 'copy') item.naming = giveName(fs, places.at(item.temporary), places.at(target));
  else if (step.do !== 'metadata') {
    const origin = places.origin(step);
    refuseChanged(swapper, item, origin);
    item.naming = giveName(fs, places.at(origin), places.at(target));
    folders.touch(parted(origin).dir);
  } else {
    refuseChanged(swapper, item, target);
    item.naming = giveName(fs, places.at(target), places.at(item.hold));
    fs.rename(places.at(item.temporary), places.at(target));
  }
}

function swapLink({ fs, places, folders }: Swapper, item: Item): void {
  const { step } = item;
  const { path, from = path } = step;
  const { dir } = parted(path);
  const text = linkText(path, from);
  if (step.do === 'unlink') {
    if (fs.readLink(places.at(path))?.equals(text) !== true)
      throw new Refused('conflict', `${path.text} was changed while the plan was being applied.`);
    fs.unlink(places.at(path));
  } else {
    if (!folders.check(dir)) throw new Refused('conflict', `The folder ${dir.text} is gone.`);
    // Its photo may have been refused.
    if (!folders.check(parted(from).dir) || fs.lstat(places.at(from))?.kind !== 'file')
      throw new Refused('missing', `There is no ${from.text} that it could lead to.`);
    try {
      fs.symlink(text, places.at(path));
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw new Refused('conflict', 'Another file of this name has appeared there.');
      if (hasNoLinks(error)) throw new Refused('conflict', 'This disk has no links, or lets nobody make one.');
      throw error;
    }
  }
  folders.touch(dir);
  item.naming = 'linked';
}

function refuseChanged({ fs, places }: Swapper, { found }: Item, path: Name): void {
  const now = fs.lstat(places.at(path));
  if (
    now?.kind !== 'file' ||
    now.size !== found?.size ||
    now.mtime !== found.mtime ||
    (found.inode !== 0 && now.inode !== found.inode)
  )
    throw new Refused('conflict', `${path.text} was changed while the plan was being applied.`);
}

/** As it was before {@link swap}, but for the folders that were made. */
export function swapBack({ fs, places }: Swapper, item: Item): void {
  const { step, naming } = item;
  if (naming == null) return;
  const target = places.at(places.target(step));
  if (step.do === 'link') fs.unlink(target);
  else if (step.do === 'unlink') fs.symlink(linkText(step.path, step.from ?? step.path), target);
  else if (step.do === 'copy') takeNameBack(fs, places.at(item.temporary), target, naming);
  else if (step.do !== 'metadata') takeNameBack(fs, places.at(places.origin(step)), target, naming);
  else fs.rename(places.at(item.hold), target);
  delete item.naming;
}
