/** A Takeout to measure on, as Google gives it (zips) and unpacked, made once: the same photos in both. */
import fs from 'node:fs';
import path from 'node:path';
import { ZipWriter } from '../fixtures/takeoutZip.ts';
import { PLACE } from './keepsake.ts';
import { type Metadata, PhotoMaker } from './photos.ts';

export interface TakeoutShape {
  readonly photos: number;
  readonly metadata: Metadata;
  /** Pixels. */
  readonly width: number;
}

export interface BenchTakeout {
  /** Folder of the zips. */
  readonly zips: string;
  /** Folder in which `Takeout` lies. */
  readonly tree: string;
}

const PARTS = 3;
/** Photos. */
const A_DAY = 4;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Raised when what is made changes. */
const VERSION = 3;

export async function benchTakeout(shape: TakeoutShape): Promise<BenchTakeout> {
  const { photos, metadata, width } = shape;
  const root = path.join(PLACE, `takeout-${metadata}-${photos}-${width}-${VERSION}`);
  const [zips, tree, done] = [path.join(root, 'zips'), path.join(root, 'tree'), path.join(root, 'made')];
  if (fs.existsSync(done)) return { zips, tree };
  fs.rmSync(root, { recursive: true, force: true });
  for (const folder of [zips, tree]) fs.mkdirSync(folder, { recursive: true });
  const writers = Array.from(
    { length: PARTS },
    (_, part) => new ZipWriter(path.join(zips, `takeout-20260101T000000Z-00${part + 1}.zip`)),
  );
  const maker = await PhotoMaker.of(metadata, width);
  for (let i = 0; i < photos; i++) {
    const taken = new Date(Date.UTC(2010, 0, 3, 8) + Math.floor(i / A_DAY) * DAY_MS + (i % A_DAY) * HOUR_MS);
    const folder = `Takeout/Google Photos/Photos from ${taken.getUTCFullYear()}`;
    const name = `IMG_${String(i).padStart(5, '0')}.jpg`;
    const put = (file: string, bytes: Buffer): void => {
      fs.mkdirSync(path.join(tree, path.dirname(file)), { recursive: true });
      fs.writeFileSync(path.join(tree, file), bytes);
      writers[i % PARTS]?.add({ name: file, bytes });
    };
    put(`${folder}/${name}`, maker.photo(i, taken));
    put(`${folder}/${name}.supplemental-metadata.json`, sidecar(name, taken));
  }
  for (const writer of writers) writer.end();
  fs.writeFileSync(done, '');
  return { zips, tree };
}

function sidecar(title: string, taken: Date): Buffer {
  const time = { timestamp: String(Math.floor(taken.getTime() / 1000)), formatted: taken.toUTCString() };
  const geo = { latitude: 46.95, longitude: 7.45, altitude: 540, latitudeSpan: 0, longitudeSpan: 0 };
  const json = {
    title,
    description: '',
    imageViews: '3',
    creationTime: time,
    photoTakenTime: time,
    geoData: geo,
    geoDataExif: geo,
    url: `https://photos.google.com/photo/${title}`,
    googlePhotosOrigin: { mobileUpload: { deviceType: 'ANDROID_PHONE' } },
  };
  return Buffer.from(JSON.stringify(json, null, 2));
}
