/**
 * The names, sizes and times of a folder's files in 64 bits: where they are those of the last look, nothing in
 * the folder has changed, and its rows need not be read. That two different folders agree by chance is as
 * likely as 1 in 10^19. Pure; the order of the files doesn't matter, for systems list them as they like.
 */
import type { WalkedFile } from '../../backup/walk.ts';

const HIGH = 2 ** 32;

/** One round of MurmurHash3 (Austin Appleby, public domain). */
function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function mixText(seed: number, text: string): number {
  let hash = mix(seed, text.length);
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

/** @returns 32 bits */
export const textHash = (text: string, seed: number): number => finish(mixText(seed, text));

function fileHash({ name, size, mtime, onlineOnly }: WalkedFile, seed: number): number {
  let hash = mixText(seed, name.text);
  hash = mix(mix(hash, size | 0), Math.floor(size / HIGH));
  hash = mix(mix(hash, mtime | 0), Math.floor(mtime / HIGH));
  return finish(mix(hash, Number(onlineOnly)));
}

export function folderSignature(files: readonly WalkedFile[]): string {
  let low = 0;
  let high = 0;
  for (const file of files) {
    low = (low + fileHash(file, 0x2545f491)) | 0;
    high = (high + fileHash(file, 0x9e3779b9)) | 0;
  }
  return `${files.length}:${(high >>> 0).toString(16)}${(low >>> 0).toString(16).padStart(8, '0')}`;
}
