/** Directories of a TIFF structure as bytes (TIFF 6.0). Pure. */
import { Buffer } from 'node:buffer';
import { type NewEntry, valueIn } from './exifEntries.ts';

/** An entry of a directory that there was, as its 12 bytes: where its value lies doesn't change. */
export interface OldEntry {
  readonly tag: number;
  readonly slot: Buffer;
}

export const isOld = (entry: OldEntry | NewEntry): entry is OldEntry => 'slot' in entry;

/**
 * @param entries in the order of their tags
 * @param at where in the block it comes to lie, an even number; values of more than 4 bytes follow it
 * @param next where the next directory is; 0 for none
 */
export function directoryBytes(
  entries: readonly (OldEntry | NewEntry)[],
  at: number,
  isLittle: boolean,
  next = 0,
): Buffer {
  const table = Buffer.alloc(2 + 12 * entries.length + 4);
  const u16 = (value: number, where: number) =>
    isLittle ? table.writeUInt16LE(value, where) : table.writeUInt16BE(value, where);
  const u32 = (value: number, where: number) =>
    isLittle ? table.writeUInt32LE(value, where) : table.writeUInt32BE(value, where);
  u16(entries.length, 0);
  const behind: Buffer[] = [];
  let free = at + table.length;
  for (const [k, entry] of entries.entries()) {
    const from = 2 + 12 * k;
    if (isOld(entry)) {
      entry.slot.copy(table, from);
      continue;
    }
    const value = valueIn(entry, isLittle);
    u16(entry.tag, from);
    u16(entry.type, from + 2);
    u32(entry.count, from + 4);
    if (value.length <= 4) {
      value.copy(table, from + 8);
      continue;
    }
    u32(free, from + 8);
    // Values begin at even places.
    const padded = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)]);
    behind.push(padded);
    free += padded.length;
  }
  u32(next, table.length - 4);
  return Buffer.concat([table, ...behind]);
}
