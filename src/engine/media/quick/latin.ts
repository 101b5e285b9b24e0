/** Windows' Latin, which exiftool takes for Latin 1. */
import { expect } from './unusual.ts';

const decoder = new TextDecoder('windows-1252');
/** Bytes that stand for nothing in it. */
const FREE: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** @throws Unusual */
export function latinText(bytes: Buffer): string {
  if (bytes.every(byte => byte < 0x80)) return bytes.toString('latin1');
  expect(!bytes.some(byte => FREE.has(byte)), 'text in Latin');
  return decoder.decode(bytes);
}
