// Draws shots on a thread of its own: takes a shot's number and the folder, writes the shot's picture files.
import fs from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import sharp, { type Sharp } from 'sharp';
import { Canvas } from './canvas.ts';
import { dng } from './dng.ts';
import { develop, type Film } from './film.ts';
import { movie } from './movie.ts';
import { seededRandom } from './noise.ts';
import { scenes } from './scenes/all.ts';
import { type Shot, shots } from './shot.ts';
import { appleExif, withExif } from './tiff.ts';

const heic = path.join(import.meta.dirname, 'data');

/** The canvas and the film of a shot. */
export function draw(shot: Shot): { canvas: Canvas; film: Film } {
  const scale = shot.scene === 'screen' ? 0.75 : 0.6;
  const canvas = new Canvas(Math.round(shot.width * scale), Math.round(shot.height * scale));
  const scene = scenes[shot.scene];
  if (scene == null) throw new Error(`The diary names a scene that there is not: ${shot.scene}`);
  scene(canvas, { seed: shot.seed, hour: shot.hour, ...(shot.look != null && { look: shot.look }) });
  const random = seededRandom(shot.seed + 5);
  const dim = shot.scene === 'night' || shot.scene === 'lights';
  const film: Film =
    shot.scene === 'screen'
      ? { seed: shot.seed, exposure: 0.35, grain: 0, vignette: 0 }
      : {
          seed: shot.seed,
          exposure: (random() - 0.45) * 0.35,
          grain: shot.outing.tone ? 1.5 : dim ? 0.7 : 0.25 + random() * 0.3,
          vignette: 0.2 + random() * 0.35,
          warmth: (random() - 0.5) * 0.8,
          tone: shot.outing.tone ?? 'colour',
        };
  return { canvas, film };
}

/** Writes the pictures of one shot below `root`; gives their paths within it, with `/`. */
async function make(shot: Shot, root: string): Promise<string[]> {
  const { options, width, height } = shot;
  const { canvas, film } = draw(shot);
  const picture = await develop(canvas, width, height, film);
  const made: string[] = [];
  const write = (name: string, bytes: Buffer): void => {
    fs.writeFileSync(path.join(root, shot.folder, name), bytes);
    made.push(`${shot.folder}/${name}`);
  };
  const jpeg = (image: Sharp): Promise<Buffer> => image.jpeg({ quality: 80, mozjpeg: false }).toBuffer();
  const apple = shot.camera.make === 'Apple';
  if (options.has('heic')) {
    write(`${shot.stem}.HEIC`, fs.readFileSync(path.join(heic, `${shot.contentId.slice(0, 8).toLowerCase()}.heic`)));
  } else if (options.has('webp')) write(`${shot.stem}.webp`, await picture.webp({ quality: 78 }).toBuffer());
  else if (options.has('avif'))
    write(`${shot.stem}.avif`, await picture.resize(1200).avif({ quality: 52, effort: 1 }).toBuffer());
  else if (options.has('tiff'))
    write(
      `${shot.stem}.tif`,
      await picture.resize(1000).tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(),
    );
  else if (options.has('gif')) write(`${shot.stem}.gif`, await picture.resize(480).gif({ colours: 64 }).toBuffer());
  else if (shot.scene === 'screen') write(`${shot.stem}.png`, await picture.png({ palette: true }).toBuffer());
  else if (!options.has('video') && !options.has('rawonly')) {
    // A telephone held upright stores the picture lying down, and says so.
    const lying = apple && options.has('tall') ? picture.clone().rotate(270) : picture.clone();
    const bytes = await jpeg(lying);
    write(`${shot.stem}.JPG`, options.has('live') ? withExif(bytes, appleExif(shot.contentId)) : bytes);
  }
  if (options.has('raw') || options.has('rawonly'))
    write(`${shot.stem}.DNG`, await dng(picture.clone(), shot.camera.make ?? '', shot.camera.model ?? ''));
  if (options.has('edited')) {
    const again = await develop(canvas, width, height, {
      ...film,
      exposure: (film.exposure ?? 0) + 0.35,
      warmth: 1.4,
      vignette: 0.7,
    });
    write(apple ? `${shot.stem.replace('IMG_', 'IMG_E')}.JPG` : `${shot.stem}_edited.JPG`, await jpeg(again));
  }
  if (options.has('live') || options.has('heic'))
    write(`${shot.stem}.MOV`, await film24(picture, shot, 24, 480, 'qt  '));
  if (options.has('video'))
    write(
      `${shot.stem}.${apple ? 'MOV' : shot.camera.make === 'Google' ? 'mp4' : 'MP4'}`,
      await film24(picture, shot, 48, 640, apple ? 'qt  ' : 'mp42'),
    );
  return made;
}

/** A slow drift over the picture: enough to move. */
async function film24(
  picture: Sharp,
  shot: Shot,
  count: number,
  wide: number,
  brand: 'qt  ' | 'mp42',
): Promise<Buffer> {
  const large = await picture
    .clone()
    .resize(Math.round(wide * 1.12))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const tall = Math.floor((wide * large.info.height) / large.info.width / 2) * 2;
  const raw = { width: large.info.width, height: large.info.height, channels: large.info.channels };
  const room = [large.info.width - wide, Math.max(0, large.info.height - tall)] as const;
  const frames: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    const t = i / (count - 1);
    const left = Math.round(room[0] * (0.5 - 0.5 * Math.cos(t * Math.PI)));
    const top = Math.round(room[1] * (0.5 + 0.35 * Math.sin(t * 4)));
    frames.push(
      await sharp(large.data, { raw })
        .extract({ left, top, width: wide, height: tall })
        .jpeg({ quality: 62 })
        .toBuffer(),
    );
  }
  return movie({ frames, width: wide, height: tall, perSecond: 12, created: shot.utcMs, brand });
}

const port = parentPort;
if (port != null) {
  sharp.concurrency(1);
  sharp.cache(false);
  const all = shots();
  port.on('message', (task: { root: string; number: number }) => {
    make(all[task.number]!, task.root).then(
      files => port.postMessage({ number: task.number, files }),
      (error: unknown) =>
        port.postMessage({ number: task.number, error: error instanceof Error ? error.stack : String(error) }),
    );
  });
}
