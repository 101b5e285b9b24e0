/** Writes the tag directories of TIFF, which EXIF and DNG are made of: big-endian, every value by hand. */

export type Field =
  | readonly [tag: number, type: 'byte' | 'short' | 'long', values: readonly number[]]
  | readonly [tag: number, type: 'rational' | 'srational', values: readonly (readonly [number, number])[]]
  | readonly [tag: number, type: 'ascii', text: string]
  | readonly [tag: number, type: 'undefined', bytes: Buffer]
  /** Bytes laid elsewhere in the file; the value is where they begin. */
  | readonly [tag: number, type: 'data', bytes: Buffer]
  /** Further directories; the value is where they begin. */
  | readonly [tag: number, type: 'directories', directories: readonly (readonly Field[])[]];

const CODES = {
  byte: 1,
  ascii: 2,
  short: 3,
  long: 4,
  rational: 5,
  undefined: 7,
  srational: 10,
  data: 4,
  directories: 4,
};

/** One whole TIFF: header, directory and all that hangs from it. */
export function tiff(fields: readonly Field[]): Buffer {
  const chunks: Buffer[] = [Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8])];
  lay(fields, 8, chunks);
  return Buffer.concat(chunks);
}

/** Lays a directory down at `start` and what it points to behind it; tells where it ended. */
function lay(fields: readonly Field[], start: number, chunks: Buffer[]): number {
  const sorted = [...fields].sort((a, b) => a[0] - b[0]);
  const table = Buffer.alloc(2 + sorted.length * 12 + 4);
  chunks.push(table);
  let end = start + table.length;
  table.writeUInt16BE(sorted.length, 0);
  const put = (bytes: Buffer): number => {
    const at = end;
    const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
    chunks.push(padded);
    end += padded.length;
    return at;
  };
  sorted.forEach((field, i) => {
    let bytes: Buffer;
    let count: number;
    if (field[1] === 'data') {
      bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(put(field[2]));
      count = 1;
    } else if (field[1] === 'directories') {
      bytes = Buffer.alloc(field[2].length * 4);
      count = field[2].length;
      field[2].forEach((inner, k) => {
        bytes.writeUInt32BE(end, k * 4);
        end = lay(inner, end, chunks);
      });
    } else [bytes, count] = encode(field);
    const row = 2 + i * 12;
    table.writeUInt16BE(field[0], row);
    table.writeUInt16BE(CODES[field[1]], row + 2);
    table.writeUInt32BE(count, row + 4);
    if (bytes.length <= 4) bytes.copy(table, row + 8);
    else table.writeUInt32BE(put(bytes), row + 8);
  });
  return end;
}

function encode(field: Exclude<Field, readonly [number, 'data' | 'directories', unknown]>): [Buffer, number] {
  switch (field[1]) {
    case 'ascii': {
      const bytes = Buffer.from(`${field[2]}\0`, 'latin1');
      return [bytes, bytes.length];
    }
    case 'undefined':
      return [field[2], field[2].length];
    case 'byte':
      return [Buffer.from(field[2]), field[2].length];
    case 'short': {
      const bytes = Buffer.alloc(field[2].length * 2);
      field[2].forEach((value, i) => {
        bytes.writeUInt16BE(value, i * 2);
      });
      return [bytes, field[2].length];
    }
    case 'long': {
      const bytes = Buffer.alloc(field[2].length * 4);
      field[2].forEach((value, i) => {
        bytes.writeUInt32BE(value, i * 4);
      });
      return [bytes, field[2].length];
    }
    default: {
      const bytes = Buffer.alloc(field[2].length * 8);
      field[2].forEach(([over, under], i) => {
        bytes.writeInt32BE(over, i * 8);
        bytes.writeInt32BE(under, i * 8 + 4);
      });
      return [bytes, field[2].length];
    }
  }
}

/**
 * The EXIF of an iPhone's live photo: the maker note with the identifier that its video carries as well, which
 * exiftool can change but not begin.
 */
export function appleExif(contentId: string): Buffer {
  const note = Buffer.alloc(14 + 2 + 12 + 4);
  note.write('Apple iOS\0\0\x01MM', 0, 'latin1');
  note.writeUInt16BE(1, 14);
  const text = Buffer.from(`${contentId}\0`, 'latin1');
  note.writeUInt16BE(0x11, 16);
  note.writeUInt16BE(2, 18);
  note.writeUInt32BE(text.length, 20);
  note.writeUInt32BE(note.length, 24);
  return tiff([
    [0x10f, 'ascii', 'Apple'],
    [
      0x8769,
      'directories',
      [
        [
          [0x9000, 'undefined', Buffer.from('0232')],
          [0x927c, 'undefined', Buffer.concat([note, text])],
        ],
      ],
    ],
  ]);
}

/** A JPEG with this EXIF right after its beginning. */
export function withExif(jpeg: Buffer, exif: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(exif.length + 8, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from('Exif\0\0', 'latin1'), exif, jpeg.subarray(2)]);
}
