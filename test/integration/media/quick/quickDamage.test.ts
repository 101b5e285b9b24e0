/** Files with a few bytes changed: where they are still read in process, exiftool reads the same. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { exiftoolPath } from 'exiftool-vendored';
import sharp from 'sharp';
import { quickTags } from '../../../../src/engine/media/quick/quickTags.ts';
import { HeadBytes } from '../../../../src/engine/media/quick/source.ts';
import { ExifTool } from '../../../../src/engine/programs/exiftool.ts';
import { damaged, random } from '../../../unit/media/quick/damage.ts';
import { agreesOn } from './agreement.ts';

const run = promisify(execFile);
const exiftool = new ExifTool({ processes: 2 });
const EACH = 120;
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keepsake-quick-'));
});
after(async () => {
  await exiftool.end();
  await rm(folder, { recursive: true, force: true });
});

test('damage is seen by both in the same way, or left to exiftool', async () => {
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#48c' } });
  const files = await Promise.all(
    (['jpeg', 'png', 'webp', 'avif'] as const).map(async format => {
      const file = path.join(folder, `whole.${format}`);
      await picture.clone().toFormat(format).toFile(file);
      return file;
    }),
  );
  await run('perl', [
    await exiftoolPath(),
    '-q',
    '-overwrite_original',
    '-EXIF:DateTimeOriginal=2019:07:01 10:00:00',
    '-EXIF:Make=Canon',
    '-EXIF:FNumber=2.8',
    '-EXIF:UserComment=words',
    '-GPS:GPSLatitude=34.918891',
    '-GPS:GPSLatitudeRef=S',
    '-GPS:GPSLongitude=138.596861',
    '-GPS:GPSLongitudeRef=E',
    '-XMP-dc:Title=Über',
    '-XMP-dc:Subject=sky',
    '-XMP-dc:Subject=sea',
    '-XMP-mwg-rs:RegionInfo={RegionList=[{Name=Ida,Type=Face}]}',
    ...files,
  ]);
  let quick = 0;
  for (const [k, file] of files.entries()) {
    const whole = await readFile(file);
    const next = random(k + 1);
    const copy = path.join(folder, `damaged${path.extname(file)}`);
    for (let n = 0; n < EACH; n++) {
      const bytes = damaged(whole, next);
      // exiftool is slow: it is asked only where there is something to compare.
      if ((await quickTags(new HeadBytes(bytes, bytes.length), copy)) == null) continue;
      await writeFile(copy, bytes);
      if (await agreesOn(exiftool, copy)) quick++;
    }
  }
  assert.ok(quick > EACH / 4, `only ${quick} were read at all`);
});
