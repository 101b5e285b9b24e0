/**
 * Paths as they are printed for people, and read back: a byte that is not UTF-8 stands as `\xE9`, a character that
 * can't be seen or would move the cursor as `\u000a`, as does a blank that would go unnoticed (at either end, or
 * after another). A backslash that would be taken for one of these is `\u005c`; all others stand for themselves.
 */
import { Buffer } from 'node:buffer';
import { type Name, nameOf } from '../engine/backup/name.ts';

const UNSEEN = '\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff';
const CONTROL = new RegExp(`[${UNSEEN}]`, 'gu');
const PATH = new RegExp(`[${UNSEEN}]|^ | $|(?<= ) |\\\\(?=x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})`, 'gu');
const ESCAPED = /\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})/g;
const STRAY = /\\x[0-9A-F]{2}/g;
const BACKSLASH = 0x5c;

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Any text, on one line and in its place: a file name must not move the cursor or start a line of its own. */
export function printable(text: string): string {
  return text.replace(CONTROL, escaped);
}

export function printedPath(path: Name): string {
  if (path.raw == null) return path.text.replace(PATH, escaped);
  // Between its own backslashes every \xE9 of the text is a byte: so these are told apart before anything is escaped.
  const parts: string[] = [];
  for (let from = 0; from <= path.raw.length; ) {
    const next = path.raw.indexOf(BACKSLASH, from);
    const end = next === -1 ? path.raw.length : next;
    parts.push(nameOf(path.raw.subarray(from, end)).text.replace(STRAY, stray => `\u{F0000}${stray.slice(2)}`));
    from = end + 1;
  }
  return parts.join('\\').replace(PATH, escaped).replaceAll('\u{F0000}', '\\x');
}

/** @returns the path that is printed so; undefined where nothing in it is escaped */
export function readPrintedPath(printed: string): Name | undefined {
  const parts: Buffer[] = [];
  let text = '';
  let end = 0;
  for (const { 0: whole, 1: byte, 2: char, index } of printed.matchAll(ESCAPED)) {
    text += printed.slice(end, index);
    end = index + whole.length;
    if (byte == null) text += String.fromCharCode(Number.parseInt(char ?? '', 16));
    else {
      parts.push(Buffer.from(text), Buffer.from(byte, 'hex'));
      text = '';
    }
  }
  if (end === 0) return undefined;
  return nameOf(Buffer.concat([...parts, Buffer.from(text + printed.slice(end))]));
}
