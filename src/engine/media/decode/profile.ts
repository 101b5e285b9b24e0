/**
 * ICC profiles for pictures that name their colours instead of carrying a profile: Display P3, BT.2020, and
 * the two HDR curves, which are rolled off so that an SDR picture comes out. ICC.1:2001-04, matrix/TRC form.
 */

/** ITU-T H.273 code points. */
export interface ColourCode {
  /** 1 BT.709 (sRGB), 9 BT.2020, 12 Display P3. */
  readonly primaries: number;
  /** 16 PQ, 18 HLG; the others are taken as sRGB's curve. */
  readonly transfer: number;
}

type Curve = (signal: number) => number;
type Xyz = readonly [number, number, number];

/** Columns of red, green and blue in XYZ of the D50 connection space (Bradford), as widely published. */
const COLUMNS: Readonly<Record<number, readonly [Xyz, Xyz, Xyz]>> = {
  1: [
    [0.43607, 0.22249, 0.01392],
    [0.38515, 0.71687, 0.09708],
    [0.14307, 0.06061, 0.7141],
  ],
  9: [
    [0.67348, 0.27904, -0.00194],
    [0.16567, 0.67534, 0.02998],
    [0.12505, 0.04562, 0.79686],
  ],
  12: [
    [0.51512, 0.2412, -0.00105],
    [0.29198, 0.69225, 0.04189],
    [0.1571, 0.06657, 0.78407],
  ],
};

const srgb: Curve = v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);

/** SMPTE ST 2084, cd/m² of 10,000. */
function pq(v: number): number {
  const p = v ** (1 / 78.84375);
  return 10_000 * (Math.max(0, p - 0.8359375) / (18.8515625 - 18.6875 * p)) ** (1 / 0.1593017578125);
}

/** BT.2100 HLG for a display of 1,000 cd/m², its system gamma of 1.2 taken per channel. */
function hlg(v: number): number {
  const scene = v <= 0.5 ? (v * v) / 3 : (Math.exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  return 1000 * scene ** 1.2;
}

/** Paper white is at 203 cd/m² (BT.2408). Above 0.6 of it light is rolled off, so that 1,000 cd/m² is white. */
function rollOff(nits: number): number {
  const knee = 0.6;
  const light = nits / 203;
  if (light <= knee) return light;
  const white = (1000 / 203 - knee) / (1 - knee);
  const above = Math.min((light - knee) / (1 - knee), white);
  return knee + (1 - knee) * ((above * (1 + above / (white * white))) / (1 + above));
}

/** @returns the bytes of a profile, or undefined where the colours are sRGB's or not known */
export function profileFor(code: ColourCode | undefined): Buffer | undefined {
  if (code == null) return undefined;
  const hdr = code.transfer === 16 || code.transfer === 18;
  const columns = COLUMNS[code.primaries] ?? (hdr ? COLUMNS[1] : undefined);
  if (columns == null || (code.primaries === 1 && !hdr)) return undefined;
  const curve: Curve = code.transfer === 16 ? v => rollOff(pq(v)) : code.transfer === 18 ? v => rollOff(hlg(v)) : srgb;
  return matrixProfile(columns, curve);
}

const CURVE_POINTS = 1024;

function matrixProfile(columns: readonly [Xyz, Xyz, Xyz], curve: Curve): Buffer {
  const trc = Buffer.alloc(12 + 2 * CURVE_POINTS);
  trc.write('curv', 0, 'latin1');
  trc.writeUInt32BE(CURVE_POINTS, 8);
  for (let k = 0; k < CURVE_POINTS; k++) {
    const value = Math.min(1, Math.max(0, curve(k / (CURVE_POINTS - 1))));
    trc.writeUInt16BE(Math.round(value * 65_535), 12 + 2 * k);
  }
  const blocks = [description('Keepsake'), text('No copyright'), xyz([0.9642, 1, 0.82491])];
  blocks.push(...columns.map(xyz), trc);
  // The three curves are one and the same block.
  const tags = ['desc', 'cprt', 'wtpt', 'rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length, 0);
  const offsets: number[] = [];
  let end = 128 + table.length;
  for (const block of blocks) {
    offsets.push(end);
    end += block.length;
  }
  for (const [k, tag] of tags.entries()) {
    const block = Math.min(k, blocks.length - 1);
    table.write(tag, 4 + 12 * k, 'latin1');
    table.writeUInt32BE(offsets[block] ?? 0, 8 + 12 * k);
    table.writeUInt32BE(blocks[block]?.length ?? 0, 12 + 12 * k);
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(end, 0);
  header.writeUInt32BE(0x02100000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.writeUInt16BE(2000, 24);
  header.writeUInt16BE(1, 26);
  header.writeUInt16BE(1, 28);
  header.write('acsp', 36, 'latin1');
  xyz([0.9642, 1, 0.82491]).copy(header, 68, 8);
  return Buffer.concat([header, table, ...blocks]);
}

function xyz(values: Xyz): Buffer {
  const block = Buffer.alloc(20);
  block.write('XYZ ', 0, 'latin1');
  for (const [k, value] of values.entries()) block.writeInt32BE(Math.round(value * 65_536), 8 + 4 * k);
  return block;
}

/** Blocks begin at multiples of 4. */
function text(content: string): Buffer {
  const block = Buffer.alloc(Math.ceil((9 + content.length) / 4) * 4);
  block.write(`text\0\0\0\0${content}`, 0, 'latin1');
  return block;
}

/** textDescriptionType: ASCII, then empty Unicode and Macintosh parts. */
function description(content: string): Buffer {
  const block = Buffer.alloc(Math.ceil((12 + content.length + 1 + 78) / 4) * 4);
  block.write('desc', 0, 'latin1');
  block.writeUInt32BE(content.length + 1, 8);
  block.write(content, 12, 'latin1');
  return block;
}
