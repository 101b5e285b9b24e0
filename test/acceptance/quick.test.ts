/**
 * Every file of `shared/samples` whose metadata is read in process reads the same through exiftool. Skipped where the
 * samples are not there: set KEEPSAKE_SHARED to their folder, or put it beside the project.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileKind } from '../../src/engine/media/kinds.ts';
import { xmpTags } from '../../src/engine/media/quick/xmp.ts';
import { factsOf } from '../../src/engine/media/readFacts.ts';
import { ExifTool } from '../../src/engine/programs/exiftool.ts';
import { agreesOn } from '../integration/media/quick/agreement.ts';

const shared = process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared');
const samples = path.join(shared, 'samples');
const skip = existsSync(samples) ? false : `no samples in ${samples}: set KEEPSAKE_SHARED`;
const exiftool = new ExifTool({ processes: 2 });
const FAMILIES: Readonly<Record<string, string>> = { jpg: 'JPEG', jpeg: 'JPEG', heic: 'HEIC', heif: 'HEIC' };

describe('metadata in process, over the samples', { skip }, () => {
  after(() => exiftool.end());

  test('whatever is read is what exiftool reads', async t => {
    const counts = new Map<string, { quick: number; left: number }>();
    for (const file of await filesUnder(samples)) {
      const kind = fileKind(path.basename(file));
      if (kind !== 'image' && kind !== 'raw' && kind !== 'video' && path.extname(file) !== '.xmp') continue;
      const extension = path.extname(file).slice(1).toLowerCase();
      const family = FAMILIES[extension] ?? extension.toUpperCase();
      const count = counts.get(family) ?? { quick: 0, left: 0 };
      counts.set(family, count);
      const quick = extension === 'xmp' ? await sidecarAgrees(file) : await agreesOn(exiftool, file);
      count[quick ? 'quick' : 'left']++;
    }
    for (const [family, { quick, left }] of counts)
      t.diagnostic(`${family}: ${quick} read in process, ${left} left to exiftool`);
    for (const family of ['JPEG', 'HEIC']) {
      const { quick, left } = counts.get(family)!;
      assert.ok(quick / (quick + left) > 0.9, `${family}: ${quick} of ${quick + left}`);
    }
  });
});

async function sidecarAgrees(file: string): Promise<boolean> {
  const tags = xmpTags(await readFile(file, 'utf8'));
  if (tags == null) return false;
  assert.deepEqual(factsOf(tags), factsOf(await exiftool.readRaw(file)), file);
  return true;
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}
