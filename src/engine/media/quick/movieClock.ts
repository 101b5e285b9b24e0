/** QuickTime's clock. */
import { expect } from './unusual.ts';

/** Seconds from its zero, 1904, to Unix's. */
const EPOCH = 2_082_844_800;

/** Seconds from 1904, in 4 bytes or 8. */
export function clock(bytes: Buffer, at: number, version: number): string {
  const seconds = version === 0 ? bytes.readUInt32BE(at) : Number(bytes.readBigUInt64BE(at));
  // Exactly 1970 is nought to exiftool as well.
  if (seconds === 0 || seconds === EPOCH) return '0000:00:00 00:00:00';
  // Some writers count from 1970: exiftool minds that.
  const unix = seconds > EPOCH ? seconds - EPOCH : seconds;
  expect(unix < 32_503_680_000, 'year 3000');
  const [day = '', time = ''] = new Date(unix * 1000).toISOString().slice(0, 19).split('T');
  return `${day.replaceAll('-', ':')} ${time}`;
}
