/** What `quickTags` and exiftool make of one file, side by side. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { quickTags } from '../../../../src/engine/media/quick/quickTags.ts';
import { FileBytes } from '../../../../src/engine/media/quick/source.ts';
import { factsOf } from '../../../../src/engine/media/readFacts.ts';
import type { ExifTool, RawTags } from '../../../../src/engine/programs/exiftool.ts';
import { READ_TAGS } from '../../../../src/engine/programs/exiftoolTags.ts';

/** Not given: nothing is made of the first, and of the regions only the names. */
const OTHERWISE: ReadonlySet<string> = new Set([
  'QuickTime:ImageSpatialExtent',
  'XMP-mwg-rs:RegionInfo',
  'XMP-MP:RegionInfoMP',
]);

export async function quickly(file: string): Promise<RawTags | undefined> {
  const fd = fs.openSync(file, 'r');
  try {
    return await quickTags(new FileBytes(fd, fs.fstatSync(fd).size), path.basename(file));
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Fails where the two differ: in the facts, or in a tag that is looked at.
 * @returns whether the file was read without exiftool
 */
export async function agreesOn(exiftool: ExifTool, file: string): Promise<boolean> {
  const quick = await quickly(file);
  if (quick == null) return false;
  const tags = await exiftool.readRaw(file);
  assert.deepEqual(factsOf(quick), factsOf(tags), file);
  for (const tag of READ_TAGS) {
    // An empty value says nothing.
    if (!OTHERWISE.has(tag)) assert.deepEqual(quick[tag] ?? '', tags[tag] ?? '', `${tag} of ${file}`);
  }
  return true;
}
