/**
 * What paths a plan may name. A plan may come from anybody: nothing outside the backup is ever touched, nothing
 * of Keepsake's own, and no name is made that another system would refuse or take for something else.
 */
import { Buffer } from 'node:buffer';
import { isDropping } from '../backup/dropping.ts';
import { KEEPSAKE } from '../backup/layout.ts';
import { type Name, nameOf } from '../backup/name.ts';
import { isTemporaryName } from '../backup/temporaryName.ts';
import type { PlanPath } from './form.ts';

/** Windows takes these for devices, with any extension (learn.microsoft.com, "Naming files"). */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)[ ]*(\.|$)/i;
/** Not to be had on exFAT and NTFS; a colon names a hidden stream there. */
const ILLEGAL = /[<>:"|?*\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Characters that turn the reading direction round: `gpj.exe` is shown as `exe.jpg`. */
const DECEIVING = /[\u202a-\u202e\u2066-\u2069]/;
/** Settings that make other programs run something; the index passes over them anyway. */
const SETTINGS = new Set(['.git', '.vscode', '.exiftool_config']);
const MAX_PART = 255;
const MAX_PATH = 4096;

export function nameOfPath(path: PlanPath): Name {
  return typeof path === 'string' ? { text: path } : nameOf(Buffer.from(path.b, 'base64'));
}

/** How other systems compare paths: two of one key are one file on a Mac, on exFAT or on Windows. */
export function pathKey(text: string): string {
  return /^[\x20-\x7e]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** @returns what is wrong with the path of a file that is there, as the end of a sentence; undefined where nothing is */
export function faultOfPlace(path: Name): string | undefined {
  const { text } = path;
  const bytes = path.raw ?? Buffer.from(text);
  if (bytes.length === 0) return 'is empty';
  if (bytes.includes(0)) return 'holds a NUL';
  if (bytes.length > MAX_PATH) return `is longer than ${MAX_PATH} bytes`;
  if (text.startsWith('/') || /^[a-z]:([/\\]|$)/i.test(text)) return 'is absolute; it must be relative to the backup';
  if (process.platform === 'win32' && /[\\:]/.test(text)) return 'holds \\ or :';
  if (!text.isWellFormed()) return 'is not valid text';
  for (const part of text.split('/')) {
    if (part === '') return 'has an empty part';
    if (part === '.' || part === '..') return `has a part "${part}"`;
    if (pathKey(part) === KEEPSAKE) return `leads into ${KEEPSAKE}, which is Keepsake’s own`;
    if (isTemporaryName(part)) return 'has the name of one of Keepsake’s temporary files';
  }
  return undefined;
}

/** As {@link faultOfPlace}, for a name that is to be made. */
export function faultOfTarget(path: Name): string | undefined {
  const fault = faultOfPlace(path);
  if (fault != null) return fault;
  if (path.raw != null) return 'is not UTF-8';
  const parts = path.text.split('/');
  for (const [i, part] of parts.entries()) {
    if (Buffer.byteLength(part) > MAX_PART) return `has a part longer than ${MAX_PART} bytes`;
    const illegal = ILLEGAL.exec(part)?.[0] ?? DECEIVING.exec(part)?.[0];
    if (illegal != null) return `holds ${shown(illegal)}, which not every system takes in a name`;
    if (/[. ]$/.test(part)) return 'has a part that ends in a dot or a blank, which Windows drops';
    if (DEVICE.test(part)) return `has a part "${part}", which is a device on Windows`;
    if (SETTINGS.has(pathKey(part))) return `has a part "${part}", which other programs take for settings`;
    if (isDropping(part, i < parts.length - 1)) return `has a part "${part}", which Keepsake passes over`;
  }
  return undefined;
}

const shown = (char: string): string =>
  /[\x21-\x7e]/.test(char) ? `"${char}"` : `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
