// Makes data/*.heic anew, for those who change the scenes: needs heif-enc (Debian: libheif-examples), because the
// sharp from npm can't write HEVC. The results are committed, so that making the sample needs nothing but npm.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { draw } from './develop.ts';
import { develop } from './film.ts';
import { shots } from './shot.ts';
import { appleExif, withExif } from './tiff.ts';

const folder = path.join(import.meta.dirname, 'data');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-heic-'));
for (const old of fs.readdirSync(folder)) if (old.endsWith('.heic')) fs.rmSync(path.join(folder, old));
for (const shot of shots().filter(s => s.options.has('heic'))) {
  const { canvas, film } = draw(shot);
  const picture = await develop(canvas, shot.width, shot.height, { ...film, grain: 0.12 });
  const jpeg = path.join(scratch, 'shot.jpg');
  fs.writeFileSync(jpeg, withExif(await picture.jpeg({ quality: 95 }).toBuffer(), appleExif(shot.contentId)));
  const out = path.join(folder, `${shot.contentId.slice(0, 8).toLowerCase()}.heic`);
  for (const quality of [50, 44, 38, 32, 26]) {
    execFileSync('heif-enc', ['-q', String(quality), '-t', '240', jpeg, '-o', out], { stdio: 'ignore' });
    if (fs.statSync(out).size < 60000) break;
  }
  console.log(`${out}: ${fs.statSync(out).size} bytes`);
}
fs.rmSync(scratch, { recursive: true });
