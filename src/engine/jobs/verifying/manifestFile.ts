/**
 * Reads lists of checksums as other programs write them: sha256sum (text and binary mode, escaped names, --tag), openssl,
 * rclone hashsum, shasum, BagIt's manifest-sha256.txt, and hashdeep. Pure.
 */
import { Buffer } from 'node:buffer';

export interface ManifestEntry {
  /** As it stands in the list, unescaped; bytes as latin1, for names need not be UTF-8. */
  readonly path: string;
  readonly sha256: Buffer;
}

export interface Manifest {
  readonly entries: readonly ManifestEntry[];
  /** Numbers of the lines, from 1, that no form fits. */
  readonly unread: readonly number[];
  /** Lines with checksums that are no SHA-256. */
  readonly others: number;
}

const SUM = /^[0-9a-f]+$/i;
/** MD5, SHA-1, SHA-224, SHA-384, SHA-512 in hex. */
const OTHER_LENGTHS = new Set([32, 40, 56, 96, 128]);
const GNU = /^(\\?)([0-9a-f]{32,128})(?: [ *]|\t+| {2,})(.+)$/i;
const TAGGED = /^(\\?)([A-Z][A-Z0-9/-]*) ?\((.+)\) ?= ?([0-9a-f]{32,128})$/i;

type Line = ManifestEntry | 'other' | 'none' | undefined;

/** @param bytes the whole file; UTF-16 of PowerShell is understood */
export function readManifest(bytes: Buffer): Manifest {
  const entries: ManifestEntry[] = [];
  const unread: number[] = [];
  let others = 0;
  let columns: readonly string[] | undefined;
  for (const [index, raw] of plain(bytes).split('\n').entries()) {
    const line = raw.replace(/\r$/, '');
    const header = /^%%%% (?:HASHDEEP-|(.*,filename)$)/i.exec(line);
    if (header != null) {
      columns = header[1]?.toLowerCase().split(',') ?? columns;
      continue;
    }
    const read =
      line.trim() === '' || /^[#;]/.test(line) ? 'none' : columns == null ? ofSums(line) : ofHashdeep(line, columns);
    if (read === 'other') others++;
    else if (read == null) unread.push(index + 1);
    else if (read !== 'none') entries.push(read);
  }
  return { entries, unread, others };
}

function plain(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes.toString('utf16le', 2)).toString('latin1');
  return bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
}

const UNESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', '\\': '\\' };

function entry(sum: string, name: string, escaped: boolean): Line {
  if (sum.length !== 64) return OTHER_LENGTHS.has(sum.length) ? 'other' : undefined;
  const path = escaped ? name.replace(/\\([nr\\])/g, (_, char: string) => UNESCAPED[char] ?? char) : name;
  return { path, sha256: Buffer.from(sum, 'hex') };
}

function ofSums(line: string): Line {
  const [, tagMark, algorithm = '', tagged, tagSum] = TAGGED.exec(line) ?? [];
  if (tagged != null && tagSum != null)
    return /^SHA-?2?-?256$/i.test(algorithm) ? entry(tagSum, tagged, tagMark !== '') : 'other';
  const [, mark, sum, name] = GNU.exec(line) ?? [];
  return sum == null || name == null ? undefined : entry(sum, name, mark !== '');
}

/** `size,md5,sha256,filename`: only the last column may hold commas. */
function ofHashdeep(line: string, columns: readonly string[]): Line {
  const at = columns.indexOf('sha256');
  const cells = line.split(',');
  if (cells.length < columns.length) return undefined;
  if (at === -1) return 'other';
  const sum = cells[at] ?? '';
  return SUM.test(sum) && sum.length === 64 ? entry(sum, cells.slice(columns.length - 1).join(','), false) : undefined;
}
