/** Nothing of a colour profile is asked for, but exiftool warns of a bad one. ICC.1:2022. */
import { expect, unusual } from './unusual.ts';

/** Tags that exiftool takes for structures of its own, if their type has the same name. */
const STRUCTURES: ReadonlySet<string> = new Set(['chrm', 'clrt', 'meas', 'view']);

/** @throws Unusual where exiftool might warn */
export function checkIcc(profile: Buffer): void {
  expect(profile.length >= 132 && profile.readUInt32BE(0) === profile.length, 'length of ICC');
  const count = profile.readUInt32BE(128);
  expect(count >= 1 && count < 256 && 132 + 12 * count <= profile.length, 'table of ICC');
  for (let entry = 132; entry < 132 + 12 * count; entry += 12) {
    const tag = profile.toString('latin1', entry, entry + 4);
    if (tag === 'meta') unusual('dictionary in ICC');
    const at = profile.readUInt32BE(entry + 4);
    const size = profile.readUInt32BE(entry + 8);
    expect(at + size <= profile.length, 'tag of ICC outside');
    const type = profile.toString('latin1', at, at + 4);
    if (STRUCTURES.has(tag)) expect(type === tag && size >= 36, 'structure in ICC');
    if (size >= 28 && type === 'mluc') checkTexts(profile.subarray(at, at + size));
  }
}

function checkTexts(texts: Buffer): void {
  const count = texts.readUInt32BE(8);
  const length = texts.readUInt32BE(12);
  if (length < 12) return;
  expect(count <= 1000 && 16 + count * length <= texts.length, 'texts of ICC');
  for (let at = 16; at < 16 + count * length; at += length)
    expect(texts.readUInt32BE(at + 4) + texts.readUInt32BE(at + 8) <= texts.length, 'text of ICC outside');
}
