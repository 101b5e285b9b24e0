/** Collects tags in the shape in which exiftool prints them with `READ_ARGS`. */
import type { RawTags } from '../../programs/exiftool.ts';
import { unusual } from './unusual.ts';

export class Tags {
  readonly #found: Record<string, unknown> = {};

  /**
   * @param key `Group1:Name`
   * @throws Unusual where it is there already: which of two wins, exiftool is to say
   */
  set(key: string, value: unknown): void {
    if (value === undefined) return;
    if (this.#found[key] !== undefined) unusual(`${key} twice`);
    this.#found[key] = value;
  }

  get(key: string): unknown {
    return this.#found[key];
  }

  get raw(): RawTags {
    return this.#found;
  }
}

const JSON_NUMBER = /^-?(\d|[1-9]\d{1,14})(\.\d{1,16})?(e[-+]?\d{1,3})?$/i;
const JSON_BOOLEAN = /^(true|false)$/i;

/** A text as it comes out of exiftool's JSON, which prints what looks like a number or truth as such. */
export function jsonValue(text: string): string | number | boolean {
  // Most texts are neither: that is seen at the first letter.
  const first = text.charCodeAt(0);
  if ((first >= 0x30 && first <= 0x39) || first === 0x2d) return JSON_NUMBER.test(text) ? Number(text) : noNulls(text);
  if (JSON_BOOLEAN.test(text)) return text.toLowerCase() === 'true';
  return noNulls(text);
}

function noNulls(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/** A number as Perl prints it (`%.15g`). */
export function perlNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e');
  const power = Number(exponent);
  const short = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);
  if (power >= -4 && power < 15) return short(value.toPrecision(15));
  return `${short(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws Unusual where the bytes are not UTF-8, for exiftool then prints question marks in its own way */
export function utf8Text(bytes: Uint8Array): string {
  // latin1Slice of what is ASCII alone is the common case, and several times as quick.
  let ascii = true;
  for (const byte of bytes) {
    if (byte > 0x7f) {
      ascii = false;
      break;
    }
  }
  if (ascii) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return unusual('text that is not UTF-8');
  }
  if (/[\ufffe\uffff]/.test(text)) unusual('no character');
  return text;
}

/** The text without such characters at its end. A pattern would take time in the square of a hostile text's length. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return end === text.length ? text : text.slice(0, end);
}
