import { getFileNameLowLevel } from 'yauzl';

/** Bit 11 of the flags: the name is UTF-8. */
const UTF8 = 0x800;
const strict = new TextDecoder('utf-8', { fatal: true });

interface NamedEntry {
  readonly generalPurposeBitFlag: number;
  readonly fileNameRaw: Buffer;
  readonly extraFields: readonly { readonly id: number; readonly data: Buffer }[];
}

/**
 * The name of a zip's entry: UTF-8 where the entry says so, or where the bytes are UTF-8 (macOS writes it without
 * saying so, and CP437 text is hardly ever valid UTF-8); else Info-ZIP's own field, else CP437 as the format has it.
 */
export function zipName(entry: NamedEntry): string {
  const { fileNameRaw: raw, generalPurposeBitFlag: flags, extraFields } = entry;
  if (isAscii(raw)) return raw.toString('latin1');
  try {
    return strict.decode(raw);
  } catch {
    return getFileNameLowLevel(flags & ~UTF8, raw, [...extraFields], true);
  }
}

function isAscii(raw: Buffer): boolean {
  for (const byte of raw) if (byte > 0x7f) return false;
  return true;
}
