/**
 * The file of a backup that a person means: by the path that we printed, relative to the backup, or by a path as
 * their shell gives it, absolute or from where they stand.
 */
import fs from 'node:fs';
import path from 'node:path';
import { joinPath, type Name, nameOfText } from '../engine/backup/name.ts';
import { isKnownPath, pathsThatLostBytes } from '../engine/catalog/knownPaths.ts';
import type { Catalog } from '../engine/catalog/open.ts';
import { resolvePath } from './context.ts';
import { UsageError } from './exit.ts';
import { printable, printedPath, readPrintedPath } from './printedPath.ts';

const LOST = '\uFFFD';

/** @returns relative to the root, with `/`; undefined for what is not within */
function within(root: string, absolute: string): string | undefined {
  const relative = path.relative(root, absolute);
  const isInside =
    relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  return isInside ? relative.split(path.sep).join('/') : undefined;
}

/** One of the two may have been named by way of a symbolic link. */
function withinReally(root: string, absolute: string): string | undefined {
  try {
    return within(fs.realpathSync(root), path.join(fs.realpathSync(path.dirname(absolute)), path.basename(absolute)));
  } catch {
    return undefined;
  }
}

/** Nobody writes ./ or ../ of what was printed. */
function isPlaced(given: string): boolean {
  return path.isAbsolute(given) || /^\.\.?(?:[/\\]|$)/.test(given);
}

/** What it may mean, the likeliest first. */
function candidates(root: string, given: string): readonly string[] {
  const here = resolvePath(given);
  const fromHere = within(root, here) ?? withinReally(root, here);
  if (isPlaced(given)) return fromHere == null ? [] : [fromHere];
  const fromRoot = within(root, path.resolve(root, given));
  return [...new Set([fromRoot, fromHere])].filter(found => found != null);
}

/**
 * @param root absolute path of the backup
 * @param db its catalog, which also knows files that are gone; undefined where there is none
 * @returns the path as the catalog has it, relative to the backup with `/`
 * @throws {UsageError} where it can't be within the backup, or may mean several files
 */
export function pathInBackup(root: string, given: string, db: Catalog | undefined): string {
  const literal = namesOf(candidates(root, given));
  const printed = readPrintedPath(given);
  const unescaped = printed == null ? [] : printed.raw == null ? namesOf(candidates(root, printed.text)) : [printed];
  // Of a file that spells out \xE9 and one that has that byte, the printed path is the second's: the first is printed otherwise.
  for (const names of isPlaced(given) ? [literal, unescaped] : [unescaped, literal]) {
    const found = names.filter(name => isThere(root, name, db));
    if (found.length > 1) throw severalOf(given, found);
    if (found[0] != null) return found[0].text;
  }
  if (db != null && given.includes(LOST)) {
    const found = literal.flatMap(({ text }) => pathsThatLostBytes(db, text));
    if (found.length > 1) throw severalOf(given, found);
    if (found[0] != null) return found[0].text;
  }
  const [first] = [...literal, ...unescaped];
  if (first != null) return first.text;
  throw new UsageError(
    `${printable(given)} is not within the backup ${printable(root)}. Give a path from the root of the backup as Keepsake prints it, or one that leads there from where you are.`,
  );
}

const namesOf = (texts: readonly string[]): readonly Name[] => texts.map(nameOfText);

function isThere(root: string, name: Name, db: Catalog | undefined): boolean {
  if (db != null && isKnownPath(db, name.text)) return true;
  try {
    return fs.lstatSync(joinPath(root, name), { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    return false;
  }
}

function severalOf(given: string, found: readonly Name[]): UsageError {
  return new UsageError(
    `${printable(given)} may mean ${found.map(name => printedPath(name)).join(' or ')}. Nothing was changed. Give the whole path from the root of the disk, or from where you are with ./ before it.`,
  );
}
