import { parse } from 'csv-parse/sync';
import { line } from '../../media/tagValues.ts';
import type { Entry } from '../archive/entry.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';

/** Bytes of the largest list that is read: two hundred thousand photos take 30 million. */
const LIMIT = 64 << 20;
/** Characters of the longest record that is believed. */
const LONGEST = 1 << 16;

/** What `Photo Details.csv` says of one file. */
export interface DetailsRow {
  readonly name: string;
  readonly checksum: string;
  readonly favorite: boolean;
  readonly hidden: boolean;
  readonly deleted: boolean;
  /** As written: `appleDate` reads them. */
  readonly taken: string;
  readonly imported: string;
}

/** What a CSV of the archive is, told from its header: its name may be in any language. */
export type AppleCsv =
  | { readonly form: 'details'; readonly rows: readonly DetailsRow[]; readonly trouble?: string }
  /** File names of an album or a memory. */
  | {
      readonly form: 'list';
      readonly names: readonly string[];
      readonly isMemory: boolean;
      /** Favourites and hidden photos, which `Photo Details.csv` tells of as well. */
      readonly isSystem: boolean;
      readonly trouble?: string;
    }
  | { readonly form: 'empty' }
  | { readonly form: 'other' }
  | { readonly form: 'unreadable'; readonly why: string };

export async function readAppleCsv(entry: Entry): Promise<AppleCsv> {
  if (entry.size > LIMIT) return { form: 'unreadable', why: 'it is far too large for a list of photos' };
  try {
    return appleCsv(await wholeEntry(entry));
  } catch (error) {
    return { form: 'unreadable', why: error instanceof Error ? error.message.replace(/\.$/, '') : String(error) };
  }
}

export function appleCsv(bytes: Buffer): AppleCsv {
  let skipped = 0;
  const records = parse(bytes, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST,
    on_skip: () => {
      skipped++;
      return undefined;
    },
  }) as readonly (readonly string[])[];
  const [header, ...rows] = records;
  const trouble = skipped === 0 ? {} : { trouble: `${skipped} of its lines can’t be read` };
  if (header == null) return skipped === 0 ? { form: 'empty' } : { form: 'unreadable', why: 'it is no CSV' };
  const columns = header.map(column => column.trim().toLowerCase());
  if (columns.includes('imgname') && columns.includes('filechecksum')) {
    return { form: 'details', rows: rows.flatMap(row => detailsRow(columns, row) ?? []), ...trouble };
  }
  const [first = ''] = columns;
  if (columns.length !== 1 || !['images', 'imgname', 'imagename'].includes(first)) return { form: 'other' };
  const names = rows.flatMap(([name]) => fileName(name) ?? []);
  const kind = { isMemory: first === 'imagename', isSystem: first === 'imgname' };
  return { form: 'list', names: [...new Set(names)], ...kind, ...trouble };
}

function detailsRow(columns: readonly string[], row: readonly string[]): DetailsRow | undefined {
  const value = (column: string): string => row[columns.indexOf(column)]?.trim() ?? '';
  const name = fileName(value('imgname'));
  if (name == null) return undefined;
  return {
    name,
    checksum: value('filechecksum').slice(0, 64),
    favorite: isYes(value('favorite')),
    hidden: isYes(value('hidden')),
    deleted: isYes(value('deleted')),
    taken: value('originalcreationdate').slice(0, 100),
    imported: value('importdate').slice(0, 100),
  };
}

const isYes = (text: string): boolean => /^(yes|true|1)$/i.test(text);

function fileName(text: string | undefined): string | undefined {
  const name = line(text)?.normalize('NFC');
  return name == null || name.includes('/') || name.includes('\\') ? undefined : name;
}
