/**
 * A film of JPEG frames in a QuickTime or MP4 file, without sound: small to write, and every player and ffmpeg
 * reads it. After Apple's QuickTime File Format Specification.
 */

/** Seconds from 1904-01-01, QuickTime's beginning, to 1970-01-01. */
const EPOCH = 2082844800;
const SCALE = 600;

export interface Movie {
  readonly frames: readonly Buffer[];
  readonly width: number;
  readonly height: number;
  readonly perSecond: number;
  /** Unix milliseconds. */
  readonly created: number;
  readonly brand: 'qt  ' | 'mp42';
}

const u16 = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => {
    out.writeInt16BE(value, i * 2);
  });
  return out;
};

const u32 = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    out.writeUInt32BE(value >>> 0, i * 4);
  });
  return out;
};

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
};

const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

export function movie(m: Movie): Buffer {
  const each = Math.round(SCALE / m.perSecond);
  const duration = each * m.frames.length;
  const time = Math.floor(m.created / 1000) + EPOCH;
  const head = Buffer.concat([box('ftyp', Buffer.from(m.brand), u32(512), Buffer.from(m.brand)), box('wide')]);
  const start = head.length + 8;

  const offsets: number[] = [];
  let at = start;
  for (const frame of m.frames) {
    offsets.push(at);
    at += frame.length;
  }
  const name = Buffer.alloc(32);
  name.writeUInt8(12, 0);
  name.write('Photo - JPEG', 1, 'latin1');
  const entry = box(
    'jpeg',
    u16(0, 0, 0, 1, 0, 0),
    Buffer.from('KEEP'),
    u32(0, 512),
    u16(m.width, m.height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    name,
    u16(24, -1),
  );
  const handler = (part: string, type: string): Buffer =>
    box(
      'hdlr',
      u32(0),
      Buffer.from(m.brand === 'qt  ' ? part : '\0\0\0\0'),
      Buffer.from(type),
      u32(0, 0, 0),
      Buffer.from([0]),
    );
  const table = box(
    'stbl',
    box('stsd', u32(0, 1), entry),
    box('stts', u32(0, 1, m.frames.length, each)),
    box('stsc', u32(0, 1, 1, 1, 1)),
    box('stsz', u32(0, 0, m.frames.length, ...m.frames.map(frame => frame.length))),
    box('stco', u32(0, offsets.length, ...offsets)),
  );
  const track = box(
    'trak',
    box('tkhd', u32(7, time, time, 1, 0, duration, 0, 0), u16(0, 0, 0, 0), matrix, u32(m.width << 16, m.height << 16)),
    box(
      'mdia',
      box('mdhd', u32(0, time, time, SCALE, duration), u16(0, 0)),
      handler('mhlr', 'vide'),
      box(
        'minf',
        box('vmhd', u32(1), u16(0, 0, 0, 0)),
        handler('dhlr', 'alis'),
        box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))),
        table,
      ),
    ),
  );
  const header = box(
    'mvhd',
    u32(0, time, time, SCALE, duration, 0x10000),
    u16(0x100, 0),
    u32(0, 0),
    matrix,
    u32(0, 0, 0, 0, 0, 0, 2),
  );
  return Buffer.concat([head, u32(at - start + 8), Buffer.from('mdat'), ...m.frames, box('moov', header, track)]);
}
