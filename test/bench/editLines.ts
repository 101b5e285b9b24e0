/** An edit of 1,000 JPEGs beside exiftool: one that stays open over all of them, and one process for each. */
import fs from 'node:fs';
import path from 'node:path';
import { keepsake, once, PLACE } from './keepsake.ts';
import type { Line } from './line.ts';
import type { Command } from './pair.ts';
import { PhotoMaker } from './photos.ts';

const FILES = 1000;
const WIDTH = 900;
const EXIFTOOL = path.resolve(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');
/** What both write: the time an hour later, and a keyword, each time another one. */
const CHANGE = ['-EXIF:DateTimeOriginal+=1', '-EXIF:CreateDate+=1'];

/** @returns the folder */
async function photos(name: string): Promise<string> {
  const folder = path.join(PLACE, name);
  const done = `${folder}.made`;
  if (fs.existsSync(done)) return folder;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const maker = await PhotoMaker.of('dated', WIDTH);
  for (let i = 0; i < FILES; i++)
    fs.writeFileSync(path.join(folder, `IMG_${i}.jpg`), maker.photo(i, new Date(Date.UTC(2019, 0, 1, 0, i))));
  fs.writeFileSync(done, '');
  return folder;
}

const names = (folder: string): readonly string[] =>
  Array.from({ length: FILES }, (_, i) => path.join(folder, `IMG_${i}.jpg`));

function ours(root: string): Command {
  return keepsake('keepsake edit', [
    'edit',
    root,
    '--select',
    '*',
    '--shift-time',
    '+1h',
    '--set',
    'keywords+=bench',
    '--apply',
  ]);
}

function write(file: string, keyword: string): readonly string[] {
  return ['-overwrite_original', '-q', ...CHANGE, `-XMP-dc:Subject=${keyword}`, file];
}

async function pairOf(peer: (folder: string) => Command): ReturnType<Line['make']> {
  const root = await photos('edit-ours');
  // The record knows what it edits, as in a backup that is verified.
  once('verify', root);
  once('index', root);
  return { ours: ours(root), peer: peer(await photos('edit-theirs')) };
}

function stayOpen(folder: string): Command {
  const file = path.join(PLACE, 'edit.args');
  const commands = names(folder).flatMap(name => [...write(name, 'bench'), '-execute']);
  fs.writeFileSync(file, [...commands, '-stay_open', 'False', ''].join('\n'));
  return { name: 'exiftool -stay_open', run: ['perl', EXIFTOOL, '-stay_open', 'True', '-@', file] };
}

/** Once: it takes minutes. */
function processEach(folder: string): Command {
  const file = path.join(PLACE, 'edit.sh');
  const quoted = (name: string): string => `'${name.replaceAll("'", "'\\''")}'`;
  fs.writeFileSync(
    file,
    `set -e\n${names(folder)
      .map(name => `perl ${[EXIFTOOL, ...write(name, 'bench')].map(quoted).join(' ')}`)
      .join('\n')}\n`,
  );
  return { name: 'exiftool, a process each', run: ['sh', file], times: 1 };
}

export const EDIT_LINES: readonly Line[] = [
  {
    id: 'edit',
    what: `edit of ${FILES} JPEGs (shift, keyword), proved and undoable`,
    asked: { atMost: 1 },
    make: () => pairOf(stayOpen),
  },
  {
    id: 'edit-each',
    what: `edit of ${FILES} JPEGs, a process for each beside it`,
    asked: { timesAsQuick: 5 },
    times: 1,
    make: () => pairOf(processEach),
  },
];
