/**
 * Adds to an EXIF block what it lacks, at its end: the directories that grow are written anew there, and what led to
 * them leads to the new ones. Nothing that was there moves, so that nothing that counts from somewhere, as makers'
 * notes do, can lose its way; the old directories stay behind, and nothing leads to them. Pure.
 */
import { Buffer } from 'node:buffer';
import type { WritableTags } from '../../programs/writableTags.ts';
import { Tiff } from '../quick/tiff.ts';
import { directoryBytes, type OldEntry } from './directory.ts';
import {
  EXIF_IFD,
  EXIF_VERSION,
  exifEntries,
  GPS_IFD,
  GPS_VERSION,
  IN_EXIF_BLOCK,
  type NewEntry,
  pointer,
  valueIn,
} from './exifEntries.ts';

/**
 * @param block the TIFF structure behind `Exif\0\0`
 * @param tags none of which it has
 * @returns undefined where one of them is there after all, or none that we write
 * @throws {import('../quick/unusual.ts').Unusual} where exiftool would warn
 */
export function exifGrown(block: Buffer, tags: WritableTags): Buffer | undefined {
  if (!Object.entries(tags).every(([tag, value]) => value !== null && IN_EXIF_BLOCK.has(tag))) return undefined;
  const { exif, gps } = exifEntries(tags);
  const tiff = new Tiff(block);
  const grown = new Grown(tiff);
  const first = tiff.u32(4);
  const pointers: NewEntry[] = [];
  for (const { tag, added, version } of [
    { tag: EXIF_IFD, added: exif, version: EXIF_VERSION },
    { tag: GPS_IFD, added: gps, version: GPS_VERSION },
  ]) {
    if (added.length === 0) continue;
    const leading = tiff.directory(first).entries.filter(entry => entry.tag === tag);
    const [entry] = leading;
    // More than one, or one of another kind: exiftool knows what to make of it.
    if (leading.length > 1 || (entry != null && (entry.format !== 4 || entry.count !== 1))) return undefined;
    const at = grown.add(entry == null ? undefined : tiff.u32(entry.at), entry == null ? [version, ...added] : added);
    if (at == null) return undefined;
    const found = pointer(tag, at);
    if (entry == null) pointers.push(found);
    else grown.patch(entry.at, valueIn(found, tiff.little));
  }
  if (pointers.length === 0) return grown.bytes;
  const at = grown.add(first, pointers);
  if (at == null) return undefined;
  grown.patch(4, valueIn(pointer(0, at), tiff.little));
  return grown.bytes;
}

class Grown {
  readonly #tiff: Tiff;
  readonly #parts: Buffer[];
  #length: number;

  constructor(tiff: Tiff) {
    this.#tiff = tiff;
    const { bytes } = tiff;
    // Directories begin at even places.
    this.#parts = [Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)])];
    this.#length = bytes.length + (bytes.length % 2);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** @param old where a directory was whose entries come along @returns where it is now; undefined where it has one of them */
  add(old: number | undefined, added: readonly NewEntry[]): number | undefined {
    const { entries, next } = old == null ? { entries: [], next: 0 } : this.#old(old);
    if (entries.some(({ tag }) => added.some(entry => entry.tag === tag))) return undefined;
    const all = [...entries, ...added].sort((a, b) => a.tag - b.tag);
    const at = this.#length;
    const made = directoryBytes(all, at, this.#tiff.little, next);
    this.#parts.push(made);
    this.#length += made.length;
    return at;
  }

  /** Of what was there: what an entry or the head leads to. */
  patch(at: number, value: Buffer): void {
    value.copy(this.#parts[0]!, at);
  }

  #old(at: number): { readonly entries: readonly OldEntry[]; readonly next: number } {
    const { entries, end } = this.#tiff.directory(at);
    const [bytes] = this.#parts;
    const slot = (k: number): Buffer => bytes!.subarray(at + 2 + 12 * k, at + 2 + 12 * (k + 1));
    return { entries: entries.map(({ tag }, k) => ({ tag, slot: slot(k) })), next: this.#tiff.next(end) };
  }
}
