import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { makeLargeBackup } from '../fixtures/largeBackup.ts';
import { type Places, sampleBackup } from './window.ts';

/** JPEGs of the sample backup, which many photos can be links to. */
export async function originals(scratch: string): Promise<readonly { file: string; width: number; height: number }[]> {
  const sample = path.join(scratch, 'sample');
  if (!fs.existsSync(sample)) await sampleBackup(sample);
  const files = fs.globSync('{2005,2018,2019,2024,2025}/**/*.JPG', { cwd: sample }).sort();
  return Promise.all(
    files.map(async name => {
      const file = path.join(sample, name);
      const { width, height } = await sharp(file).metadata();
      return { file, width, height };
    }),
  );
}

/** A backup of so many photos, as if it had been indexed. */
export async function manyPhotos({ scratch, cache }: Places, root: string, assets: number): Promise<void> {
  makeLargeBackup({ root, cache, assets, originals: await originals(scratch) });
}
