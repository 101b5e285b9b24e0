/** Turns a copy of a picture or film whose structure says how it is turned: a few bytes of it, and nothing else. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { NoImageData } from '../media/imageData/hashing.ts';
import type { ImageData } from '../media/imageData/imageData.ts';
import type { Looked } from '../media/insertion/place.ts';
import { type BytePatch, CannotTurn } from '../media/turning/bytePatch.ts';
import { heifTurn } from '../media/turning/heifTurn.ts';
import { movieTurn } from '../media/turning/movieTurn.ts';
import type { WritableTags } from '../programs/writableTags.ts';
import type { FilePath } from './fileSystem.ts';
import { Refused } from './refused.ts';

const WAYS: Readonly<Record<string, { readonly of: ImageData['format']; readonly turn: typeof heifTurn }>> = {
  'QuickTime:Rotation': { of: 'HEIF', turn: heifTurn },
  'Composite:Rotation': { of: 'movie', turn: movieTurn },
};

export const isTurn = (tag: string): boolean => Object.hasOwn(WAYS, tag);

/** @returns what goes in as tags */
export const withoutTurn = (tags: WritableTags): WritableTags =>
  Object.fromEntries(Object.entries(tags).filter(([tag]) => !isTurn(tag)));

/** @param tags none of them: there is nothing to turn @throws {Refused} where this file can't be turned so */
export function turnOf(
  tags: WritableTags,
  format: ImageData['format'] | undefined,
  file: Looked,
): readonly BytePatch[] {
  return Object.entries(tags).flatMap(([tag, value]) => {
    const way = WAYS[tag];
    if (way == null) return [];
    try {
      if (way.of !== format || typeof value !== 'number') throw new CannotTurn('It is of another kind.');
      return way.turn(file, value);
    } catch (error) {
      if (error instanceof CannotTurn) throw new Refused('copy-failed', `It can’t be turned: ${error.message}`);
      if (error instanceof RangeError || error instanceof NoImageData)
        throw new Refused('copy-failed', 'It can’t be turned: the file is damaged.');
      throw error;
    }
  });
}

/** @param file a copy of ours @returns what stood there, to be proved by */
export function patchInPlace(file: FilePath, patches: readonly BytePatch[]): readonly BytePatch[] {
  if (patches.length === 0) return [];
  const fd = fs.openSync(file, 'r+');
  try {
    return patches.map(({ at, bytes }) => {
      const old = Buffer.alloc(bytes.length);
      fs.readSync(fd, old, 0, old.length, at);
      fs.writeSync(fd, bytes, 0, bytes.length, at);
      return { at, bytes: old };
    });
  } finally {
    fs.closeSync(fd);
  }
}
