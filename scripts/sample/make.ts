// Makes a backup to try Keepsake on: node scripts/sample/make.ts FOLDER [--photos N]
// Drawn on the spot, the same every time; see diary.ts for what is in it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ExifTool } from 'exiftool-vendored';
import { type Shot, shots } from './shot.ts';
import { writeSidecars } from './sidecars.ts';
import { tagsOf } from './tags.ts';

/** Makes the sample in `root`, which must be absent or empty. `photos` limits how many shots of the diary. */
export async function makeSample(
  root: string,
  photos = Number.POSITIVE_INFINITY,
  progress: (done: number, total: number) => void = () => {},
): Promise<void> {
  if (fs.existsSync(root) && fs.readdirSync(root).length > 0)
    throw new Error(`${root} is not empty. The sample is made in a new folder only; nothing was changed.`);
  // The whole diary where there is room, else shots spread over it, so that a small sample has years as well.
  const all = shots();
  const step = Math.max(1, all.length / photos);
  const picked = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  for (const shot of picked) fs.mkdirSync(path.join(root, shot.folder), { recursive: true });

  const exiftool = new ExifTool({ maxProcs: 2, taskTimeoutMillis: 60000 });
  const written: Promise<void>[] = [];
  const files = new Map<Shot, string[]>();
  let done = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const queue = picked.map(shot => all.indexOf(shot));
      const workers = Array.from(
        { length: Math.min(Math.max(2, os.availableParallelism()), 8, queue.length) },
        () => new Worker(new URL('./develop.ts', import.meta.url)),
      );
      const end = (error?: Error): void => {
        for (const worker of workers) void worker.terminate();
        if (error) reject(error);
        else resolve();
      };
      for (const worker of workers) {
        const next = (): void => {
          const number = queue.shift();
          if (number != null) worker.postMessage({ root, number });
        };
        worker.on('error', end);
        worker.on('message', (reply: { number: number; files: string[]; error?: string }) => {
          if (reply.error != null) {
            end(new Error(reply.error));
            return;
          }
          const shot = all[reply.number]!;
          files.set(shot, [...reply.files, ...writeSidecars(shot, reply.files, root)]);
          for (const file of reply.files) written.push(tag(exiftool, shot, file, root));
          progress(++done, picked.length);
          if (done === picked.length) end();
          else next();
        });
        next();
      }
    });
    await Promise.all(written);
  } finally {
    await exiftool.end();
  }
  // Not in the order in which they happened to be ready.
  const inOrder = new Map(picked.map(shot => [shot, files.get(shot) ?? []]));
  troubles(root, inOrder);
  for (const [shot, names] of inOrder)
    for (const name of names)
      touch(
        path.join(root, name),
        shot.outing.dated === 'no' ? Date.UTC(2024, 1, 1) : Math.max(shot.utcMs, Date.UTC(2004, 0, 1)),
      );
}

async function tag(exiftool: ExifTool, shot: Shot, file: string, root: string): Promise<void> {
  const tags = tagsOf(shot, file);
  if (Object.keys(tags).length > 0)
    await exiftool.write(path.join(root, file), tags, { writeArgs: ['-overwrite_original', '-m'] });
}

/** What goes wrong in real backups: copies of a file, one cut short, one empty, a sidecar alone. */
function troubles(root: string, files: Map<Shot, string[]>): void {
  const jpegs = [...files.entries()].flatMap(([shot, names]) =>
    names
      .filter(name => name.endsWith('.JPG') && !shot.options.has('live') && !shot.outing.dated)
      .map(name => ({ shot, name })),
  );
  const unsorted = path.join(root, 'Unsorted');
  fs.mkdirSync(unsorted, { recursive: true });
  const late = jpegs.filter(({ shot }) => shot.utcMs > Date.UTC(2019, 0, 1));
  const copies = [
    ['Unsorted', ''],
    ['Unsorted', ' (1)'],
    ['Wedding of Ana and Miguel', ''],
    ['Unsorted', ' copy'],
    ['Unsorted', ''],
  ] as const;
  copies.forEach(([folder, suffix], i) => {
    const one = late[Math.floor(((i + 0.5) / copies.length) * late.length)];
    if (one == null) return;
    const to = path.join(root, folder, path.posix.basename(one.name).replace('.JPG', `${suffix}.JPG`));
    if (fs.existsSync(to)) return;
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(path.join(root, one.name), to);
    touch(to, one.shot.utcMs);
  });
  const victim = late[Math.floor(late.length * 0.62)];
  if (victim != null) {
    const from = path.join(root, victim.name);
    const cut = victim.name.replace(/([^/]+)\.JPG$/, '$1 (recovered).JPG');
    const bytes = fs.readFileSync(from);
    fs.writeFileSync(path.join(root, cut), bytes.subarray(0, Math.floor(bytes.length * 0.57)));
    touch(path.join(root, cut), victim.shot.utcMs);
    const empty = path.join(root, path.posix.dirname(victim.name), 'IMG_0000.JPG');
    fs.writeFileSync(empty, '');
    touch(empty, victim.shot.utcMs);
  }
}

function touch(file: string, ms: number): void {
  fs.utimesSync(file, ms / 1000, ms / 1000);
}

if (process.argv[1] != null && fs.realpathSync(process.argv[1]) === import.meta.filename) {
  const { values, positionals } = parseArgs({ options: { photos: { type: 'string' } }, allowPositionals: true });
  const folder = positionals[0];
  const photos = values.photos == null ? undefined : Number(values.photos);
  if (folder == null || positionals.length > 1 || (photos != null && !(Number.isInteger(photos) && photos > 0))) {
    console.error('usage: node scripts/sample/make.ts FOLDER [--photos N]');
    process.exit(2);
  }
  const root = path.resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  const started = Date.now();
  let told = 0;
  // Drawn beside and moved into place when whole: what was broken off never passes for the sample.
  const making = `${root}.making-${process.pid}`;
  try {
    if (fs.existsSync(root)) fs.rmdirSync(root);
  } catch {
    console.error(`${root} is there already. The sample is made in a new folder only; nothing was changed.`);
    process.exit(3);
  }
  await makeSample(making, photos, (done, total) => {
    if (process.stderr.isTTY) process.stderr.write(`\rDrawing the sample backup: ${done} of ${total}`);
    else if (done === total || Date.now() - told > 5000) {
      told = Date.now();
      process.stderr.write(`Drawing the sample backup: ${done} of ${total}\n`);
    }
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  fs.renameSync(making, root);
  console.log(`The sample backup is in ${root} (${Math.round((Date.now() - started) / 1000)} s).`);
}
