/** Turns a film by the matrix in the header of each track that is seen (`tkhd`, ISO/IEC 14496-12, 8.3.2). */
import { Buffer } from 'node:buffer';
import { type Box, boxesIn } from '../imageData/boxes.ts';
import type { Looked } from '../insertion/place.ts';
import { type BytePatch, cannotTurn } from './bytePatch.ts';
import { topBox } from './topBox.ts';

const LARGEST_MOOV = 256 << 20;
const ONE = 0x10000;
const W_ONE = 0x40000000;
/** What a quarter turn clockwise after another makes of x and y: the first four numbers of the matrix. */
const TURNS: readonly (readonly [a: number, b: number, c: number, d: number])[] = [
  [1, 0, 0, 1],
  [0, 1, -1, 0],
  [-1, 0, 0, -1],
  [0, -1, 1, 0],
];

/** @param wanted degrees clockwise that the picture is to be turned by @throws {CannotTurn}; RangeError where it is cut */
export function movieTurn(file: Looked, wanted: number): readonly BytePatch[] {
  const moov = topBox(file, 'moov', LARGEST_MOOV) ?? cannotTurn('It has no list of its tracks.');
  const bytes = file.read(moov.at, moov.end - moov.at);
  const patches = boxesIn(bytes, 0, bytes.length)
    .filter(({ type }) => type === 'trak')
    .flatMap(track => headerOfPicture(bytes, track) ?? [])
    .map(({ matrix, width, height }): BytePatch => {
      checkTurn(bytes, matrix);
      return { at: moov.at + matrix, bytes: matrixOf(wanted / 90, width, height) };
    });
  return patches.length > 0 ? patches : cannotTurn('There is no picture in it.');
}

interface Header {
  readonly matrix: number;
  /** 16.16 fixed point, before it is turned. */
  readonly width: number;
  readonly height: number;
}

function headerOfPicture(bytes: Buffer, track: Box): Header | undefined {
  const within = boxesIn(bytes, track.at, track.end);
  const tkhd = within.find(({ type }) => type === 'tkhd');
  const mdia = within.find(({ type }) => type === 'mdia');
  if (tkhd == null || mdia == null) return undefined;
  const hdlr = boxesIn(bytes, mdia.at, mdia.end).find(({ type }) => type === 'hdlr');
  if (hdlr == null || bytes.toString('latin1', hdlr.at + 8, hdlr.at + 12) !== 'vide') return undefined;
  const matrix = tkhd.at + (bytes[tkhd.at] === 0 ? 40 : 52);
  const [width, height] = [bytes.readUInt32BE(matrix + 36), bytes.readUInt32BE(matrix + 40)];
  return width === 0 || height === 0 ? undefined : { matrix, width, height };
}

/** Only what is turned and nothing else: sizes and slants would be lost. */
function checkTurn(bytes: Buffer, matrix: number): void {
  const at = (k: number): number => bytes.readInt32BE(matrix + k * 4);
  const turn = [at(0), at(1), at(3), at(4)].join();
  const isTurn = TURNS.some(numbers => numbers.map(number => number * ONE).join() === turn);
  if (!isTurn || at(2) !== 0 || at(5) !== 0 || at(8) !== W_ONE)
    cannotTurn('Its picture is turned by an odd angle, or mirrored, and such films are not turned.');
}

/** The picture is moved back to where it is seen. */
function matrixOf(quarters: number, width: number, height: number): Buffer {
  const [a, b, c, d] = TURNS[quarters] ?? cannotTurn('A film is turned by quarters.');
  const x = quarters === 1 ? height : quarters === 2 ? width : 0;
  const y = quarters === 2 ? height : quarters === 3 ? width : 0;
  const bytes = Buffer.alloc(36);
  const numbers = [a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, x, y, W_ONE];
  for (const [k, number] of numbers.entries()) bytes.writeInt32BE(number | 0, k * 4);
  return bytes;
}
