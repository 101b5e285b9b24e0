import { createHash } from 'node:crypto';
import { type Camera, type CameraName, cameras, places } from './cameras.ts';
import { diary, type Outing } from './diary.ts';
import { seededRandom } from './noise.ts';
import type { Hour } from './sky.ts';

/** One photo or video of the sample: what it shows, and what its files are called and say. */
export interface Shot {
  readonly scene: string;
  readonly hour: Hour;
  readonly look: string | undefined;
  readonly seed: number;
  readonly options: ReadonlySet<string>;
  readonly outing: Outing;
  readonly camera: Camera;
  /** Folder, and the name without extension. */
  readonly folder: string;
  readonly stem: string;
  /** Pixels as shown. */
  readonly width: number;
  readonly height: number;
  /** Wall clock as EXIF writes it, `2019:07:01 18:42:07`, and as an instant. */
  readonly taken: string;
  readonly utcMs: number;
  readonly place: readonly [number, number, number] | undefined;
  readonly contentId: string;
}

const hourOf = (hour: string | undefined): Hour => (hour ? (hour as Hour) : 'noon');
const two = (n: number): string => String(n).padStart(2, '0');

/** Minutes east of UTC. */
const minutes = (zone: string | undefined): number =>
  zone == null ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));

/** All that the diary tells of, in its order. */
export function shots(): Shot[] {
  const numbers = new Map<CameraName, number>();
  const out: Shot[] = [];
  for (const outing of diary) {
    let within = 0;
    for (const line of outing.shots) {
      const [what = '', ...plus] = line.split(' +');
      const [subject = '', times = '1'] = what.split('*');
      const [scene = '', hour, look] = subject.split(':');
      for (let i = 0; i < Number(times); i++) {
        const seed = 1000 + out.length * 7919;
        const random = seededRandom(seed);
        const camera = cameras[outing.camera];
        const number = numbers.get(outing.camera) ?? camera.first;
        numbers.set(outing.camera, number + 1 + (random() < 0.3 ? Math.ceil(random() * 3) : 0));
        const wall =
          Date.parse(`${outing.start}Z`) +
          Math.round((within * outing.every + (outing.every > 0 ? random() : 0)) * 60) * 1000;
        within++;
        const utcMs = wall - minutes(outing.zone) * 60000;
        const options = new Set(plus);
        const shape = options.has('pano') ? 2.9 : options.has('heic') ? 4 / 3 : camera.shape;
        const long = options.has('pano') ? 2200 : options.has('heic') ? 1200 : 1440;
        const short = scene === 'screen' ? 664 : Math.round(long / shape / 8) * 8;
        const [lat, lon, alt] = outing.place ? places[outing.place] : [];
        const near = (degrees: number): number => Math.round((degrees + (random() - 0.5) * 0.006) * 1e5) / 1e5;
        out.push({
          scene,
          hour: hourOf(hour),
          look: look || undefined,
          seed,
          options,
          outing,
          camera,
          folder: outing.folder,
          stem: stem(outing, camera, number, scene, wall, utcMs, i + within),
          width: options.has('tall') ? short : long,
          height: options.has('tall') ? long : short,
          taken: new Date(wall).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' '),
          utcMs,
          place:
            lat == null || lon == null || alt == null || !(camera.gps || outing.dated === 'sidecar')
              ? undefined
              : [near(lat), near(lon), alt],
          contentId: uuid(seed),
        });
      }
    }
  }
  return out;
}

function stem(
  outing: Outing,
  camera: Camera,
  number: number,
  scene: string,
  wall: number,
  utcMs: number,
  at: number,
): string {
  const at4 = String(number).padStart(4, '0');
  const compact = (ms: number): string =>
    new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
  if (scene === 'screen') {
    const d = new Date(wall);
    return `Screenshot ${d.toISOString().slice(0, 10)} at ${two(d.getUTCHours())}.${two(d.getUTCMinutes())}.${two(d.getUTCSeconds())}`;
  }
  if (camera.name.includes('@'))
    return camera.name.replace('@', `${compact(utcMs)}${String((number * 37) % 1000).padStart(3, '0')}`);
  if (outing.dated === 'name')
    return outing.every === 0
      ? `IMG-${compact(wall).slice(0, 8)}-WA${String(at).padStart(4, '0')}`
      : `IMG_${compact(wall)}`;
  return camera.name.replace('#', at4);
}

function uuid(seed: number): string {
  const hex = createHash('sha256').update(String(seed)).digest('hex').toUpperCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-A${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
