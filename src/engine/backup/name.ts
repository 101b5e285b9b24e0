/**
 * File names are bytes. Nearly all are UTF-8 and live as strings; the others (Latin-1 from an old camera or an
 * old drive) keep their bytes beside a text to show, in which each stray byte stands as `\xE9`.
 */
import { Buffer } from 'node:buffer';

export interface Name {
  /** To show, and unique within its folder. */
  readonly text: string;
  /** The bytes, only where they are not the UTF-8 of `text`. */
  readonly raw?: Buffer;
}

const REPLACEMENT = '\uFFFD';
/** What a stray byte is shown as. */
const SPELT = /\\x[0-9A-F]{2}/;
const SPELT_ALL = /\\x([0-9A-F]{2})/g;
const BACKSLASH = 0x5c;
// A mark at the head of a name (ignoreBOM: let it stand) is part of the name.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether a name that Node decoded may have lost bytes and is to be read again as a buffer. */
export function mayHaveLostBytes(text: string): boolean {
  return text.includes(REPLACEMENT);
}

export function nameOf(raw: Buffer): Name {
  try {
    return nameOfText(strict.decode(raw));
  } catch {
    return { text: escapeStrayBytes(raw), raw: Buffer.from(raw) };
  }
}

/** Of a name that is UTF-8. One that spells out `\xE9` itself is told from one that has that byte: `\x5CxE9`. */
export function nameOfText(text: string): Name {
  if (!text.includes('\\') || !SPELT.test(text)) return { text };
  return { text: text.replaceAll(SPELT_ALL, '\\x5Cx$1'), raw: Buffer.from(text) };
}

/** The folder and the name of a path relative to the backup, with `/`; the folder of what lies in the root is ''. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}

/** A name out of two columns of the catalog. @param raw null where the text is the name */
export function storedName(text: string, raw: Buffer | null): Name {
  return raw == null ? { text } : { text, raw };
}

/** Length of the UTF-8 sequence that starts at `at`, or 0 where there is none. */
function sequenceLength(raw: Buffer, at: number): number {
  for (const length of [1, 2, 3, 4]) {
    if (at + length > raw.length) return 0;
    try {
      strict.decode(raw.subarray(at, at + length));
      return length;
    } catch {
      // a longer sequence may still be valid
    }
  }
  return 0;
}

function escapeStrayBytes(raw: Buffer): string {
  let text = '';
  for (let at = 0; at < raw.length; ) {
    const length = sequenceLength(raw, at);
    const isSpelt = raw[at] === BACKSLASH && SPELT.test(raw.toString('latin1', at, at + 4));
    text +=
      length === 0 || isSpelt
        ? `\\x${raw[at]?.toString(16).toUpperCase().padStart(2, '0')}`
        : raw.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

/** Whether a name has one form only. Most have, and for them normalize() is waste. */
export function hasOneForm(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** How names are compared across systems: macOS may give back NFD where NFC was written. */
export function nameKey(text: string): string {
  return hasOneForm(text) ? text : text.normalize('NFC');
}

/** A path below the backup's root as the file system takes it: bytes where any part of it needs bytes. */
export function joinPath(root: string | Buffer, dir: Name, name?: Name): string | Buffer {
  if (typeof root === 'string' && dir.raw == null && name?.raw == null) {
    const folder = dir.text === '' ? root : `${root}/${dir.text}`;
    return name == null ? folder : `${folder}/${name.text}`;
  }
  const parts: Buffer[] = [typeof root === 'string' ? Buffer.from(root) : root];
  for (const part of [dir, name]) {
    if (part == null || (part.text === '' && part.raw == null)) continue;
    parts.push(Buffer.from('/'), part.raw ?? Buffer.from(part.text));
  }
  return Buffer.concat(parts);
}

/** The name of a folder within another: both are paths relative to the backup, with `/`; the root is ''. */
export function joinName(dir: Name, name: Name): Name {
  const text = dir.text === '' ? name.text : `${dir.text}/${name.text}`;
  if (dir.raw == null && name.raw == null) return { text };
  const head = dir.raw ?? Buffer.from(dir.text);
  const tail = name.raw ?? Buffer.from(name.text);
  return { text, raw: head.length === 0 ? tail : Buffer.concat([head, Buffer.from('/'), tail]) };
}
