/**
 * The form of a line in the ledger: one JSON object that ends in `"crc":"xxxxxxxx"}`, the CRC-32 of all the
 * bytes before the comma of that last field. A person reads it in an editor; a torn or rotten line shows.
 */
import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';

const TAIL = /,"crc":"([0-9a-f]{8})"\}$/;

const checksum = (text: string): string => crc32(Buffer.from(text)).toString(16).padStart(8, '0');

/** @param record plain data with at least one field */
export function encodeLine(record: object): string {
  const body = JSON.stringify(record).slice(0, -1);
  return `${body},"crc":"${checksum(body)}"}`;
}

/** @returns the object without its crc, or undefined where the line is not as it was written */
export function decodeLine(line: string): unknown {
  const tail = TAIL.exec(line);
  if (tail == null) return undefined;
  const body = line.slice(0, tail.index);
  if (checksum(body) !== tail[1]) return undefined;
  try {
    return JSON.parse(`${body}}`);
  } catch {
    return undefined;
  }
}
