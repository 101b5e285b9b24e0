/** The JPEG that a camera put into its RAW file, read by exiftool in a process that ends with it. */
import path from 'node:path';
import { exiftoolPath } from 'exiftool-vendored';
import { outputOf } from './output.ts';
import { findPerl } from './programOnPath.ts';

/** Largest first, as a rule; what each camera calls its previews differs. */
const TAGS = ['JpgFromRaw', 'PreviewImage', 'OtherImage', 'PreviewTIFF', 'ThumbnailImage'] as const;

export interface EmbeddedPreviews {
  /** Encoded pictures, in the order of trust. */
  readonly pictures: readonly Buffer[];
  /** EXIF orientation of the RAW, 1 to 8; 1 where it states none. */
  readonly orientation: number;
}

export interface PreviewRequest {
  readonly file: string | Buffer;
  /** The same file, open for reading. */
  readonly fd: number;
  /** A folder of Keepsake's own. */
  readonly cwd: string;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** There is no perl to run exiftool with. */
export class PerlMissing extends Error {}

/** @throws PerlMissing, or Error where exiftool can't be started */
export async function embeddedPreviews(request: PreviewRequest): Promise<EmbeddedPreviews> {
  const exiftool = await exiftoolPath();
  // `-config ''` must come first; without it a settings file in the working folder would be run as code.
  const args = ['-config', '', '-m', '-q', '-json', '-b', '-n', '-charset', 'filename=utf8', '-Orientation'];
  args.push(...TAGS.map(tag => `-${tag}`), nameFor(request));
  const windows = process.platform === 'win32';
  const perl = windows ? undefined : findPerl();
  if (!windows && perl == null) throw new PerlMissing('perl was not found');
  const output = await outputOf(perl ?? exiftool, perl == null ? args : [exiftool, ...args], {
    cwd: request.cwd,
    fd: request.fd,
    timeLimitMs: request.timeLimitMs,
    maxBytes: 512 * 2 ** 20,
    signal: request.signal,
  });
  return parse(output.stdout);
}

/** exiftool tells some RAW formats apart by the extension, so it gets the name where a name can be given. */
function nameFor(request: PreviewRequest): string {
  const { file } = request;
  // A name with these at its ends could be taken for a command by perl's open().
  const plain = typeof file === 'string' && path.isAbsolute(file) && !/[\s|<>&]$|[\r\n\0]/.test(file);
  return plain || process.platform === 'win32' ? String(file) : '/dev/fd/3';
}

function parse(json: Buffer): EmbeddedPreviews {
  const none: EmbeddedPreviews = { pictures: [], orientation: 1 };
  let rows: unknown;
  try {
    rows = JSON.parse(json.toString('utf8'));
  } catch {
    return none;
  }
  const row = Array.isArray(rows) ? (rows[0] as unknown) : undefined;
  if (row == null || typeof row !== 'object') return none;
  const values = row as Readonly<Record<string, unknown>>;
  const pictures = TAGS.map(tag => values[tag])
    .filter(value => typeof value === 'string' && value.startsWith('base64:'))
    .map(value => Buffer.from(String(value).slice(7), 'base64'));
  const orientation = Number(values.Orientation);
  return { pictures, orientation: orientation >= 1 && orientation <= 8 ? Math.floor(orientation) : 1 };
}
