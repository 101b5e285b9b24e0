/** A movie's tracks: the size and turn of its picture, and when the first was made. */
import { type Box, boxes, only } from './boxes.ts';
import { clock } from './movieClock.ts';
import { keysTags } from './movieKeys.ts';
import { Tags } from './tags.ts';
import { expect, unusual } from './unusual.ts';

const HANDLERS: ReadonlySet<string> = new Set(['vide', 'soun', 'meta', 'tmcd']);
const IN_TRACK: ReadonlySet<string> = new Set(['tkhd', 'edts', 'mdia', 'tref', 'load', 'tapt', 'txas', 'meta', 'free']);
const ONE = 0x10000;

export class Tracks {
  #count = 0;
  #size: readonly [width: number, height: number] | undefined;
  #turn: number | undefined;
  #videos = 0;

  add(bytes: Buffer, tags: Tags): void {
    this.#count++;
    const all = boxes(bytes, 0, bytes.length);
    for (const { type } of all) expect(IN_TRACK.has(type), `box ${type} in trak`);
    // exiftool has the keys of a track in a group of their own.
    const meta = only(all, 'meta');
    if (meta != null) checkKeys(bytes.subarray(meta.at, meta.at + meta.size));
    const tkhd = only(all, 'tkhd') ?? unusual('no tkhd');
    const mdia = only(all, 'mdia') ?? unusual('no mdia');
    const within = boxes(bytes, mdia.at, mdia.at + mdia.size);
    for (const { type } of within) expect(['mdhd', 'hdlr', 'minf', 'elng'].includes(type), `box ${type} in mdia`);
    const mdhd = only(within, 'mdhd') ?? unusual('no mdhd');
    const hdlr = only(within, 'hdlr') ?? unusual('no hdlr');
    const minf = only(within, 'minf') ?? unusual('no minf');
    checkOrder(within, hdlr, minf);
    expect(hdlr.size >= 12, 'hdlr');
    const handler = bytes.toString('latin1', hdlr.at + 8, hdlr.at + 12);
    expect(HANDLERS.has(handler), `track of ${handler}`);
    checkMedia(bytes, minf);
    this.#header(bytes, tkhd, handler === 'vide', tags);
    const version = bytes[mdhd.at]!;
    expect(version <= 1 && mdhd.size === (version === 0 ? 24 : 36), 'mdhd');
    if (this.#count === 1) tags.set('Track1:MediaCreateDate', clock(bytes, mdhd.at + 4, version));
  }

  finish(tags: Tags): void {
    // exiftool calls some that have sound alone M4A.
    const [width, height] = this.#size ?? unusual('no picture');
    tags.set('Composite:ImageSize', `${width} ${height}`);
    expect(this.#videos === 1 && this.#turn != null, 'several pictures');
    tags.set('Composite:Rotation', this.#turn);
  }

  #header(bytes: Buffer, { at, size }: Box, video: boolean, tags: Tags): void {
    const version = bytes[at]!;
    expect(version <= 1 && size === (version === 0 ? 84 : 96), 'tkhd');
    if (this.#count === 1) tags.set('Track1:TrackCreateDate', clock(bytes, at + 4, version));
    const matrix = at + (version === 0 ? 40 : 52);
    const width = bytes.readUInt32BE(matrix + 36);
    const height = bytes.readUInt32BE(matrix + 40);
    if (video) {
      this.#videos++;
      this.#turn = turnOf(bytes.readInt32BE(matrix), bytes.readInt32BE(matrix + 4));
    }
    if (width === 0 && height === 0) return;
    // 16.16 fixed point; whole pixels, or exiftool rounds in its own way.
    expect(video && this.#size == null && width % ONE === 0 && height % ONE === 0, 'size of a track');
    expect(width >= 16 * ONE && height >= 16 * ONE, 'size of a track');
    this.#size = [width / ONE, height / ONE];
  }
}

/** Degrees clockwise, of the matrix that turns the picture. */
function turnOf(a: number, b: number): number {
  if (a === ONE && b === 0) return 0;
  if (a === 0 && b === ONE) return 90;
  if (a === -ONE && b === 0) return 180;
  return a === 0 && b === -ONE ? 270 : unusual('picture turned by an angle');
}

/** exiftool goes by the handler that it saw last: it has to stand before what it is of. */
function checkOrder(within: readonly Box[], hdlr: Box, minf: Box): void {
  expect(within.indexOf(hdlr) < within.indexOf(minf), 'hdlr behind its media');
}

function checkKeys(meta: Buffer): void {
  keysTags(meta, new Tags());
}

const MEDIA: ReadonlySet<string> = new Set(['vmhd', 'smhd', 'gmhd', 'nmhd', 'hmhd', 'sthd', 'hdlr', 'dinf', 'stbl']);

/** Nothing is asked of the tables, but a cut one would be warned of. */
function checkMedia(bytes: Buffer, minf: Box): void {
  for (const box of boxes(bytes, minf.at, minf.at + minf.size)) {
    expect(MEDIA.has(box.type), `box ${box.type} in minf`);
    if (box.type === 'stbl' || box.type === 'gmhd') boxes(bytes, box.at, box.at + box.size);
    if (box.type === 'dinf') boxes(bytes, box.at, box.at + box.size);
  }
}
