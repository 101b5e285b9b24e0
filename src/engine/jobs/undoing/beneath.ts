/** Edits that newer ones stand on: their bytes can't come back, their old values can, as a new edit. */
import fs from 'node:fs';
import { joinPath } from '../../backup/name.ts';
import { temporaryFolder } from '../../backup/temporaryFolder.ts';
import { toLedgerName } from '../../ledger/record.ts';
import type { FilePath } from '../../plan/fileSystem.ts';
import type { MetadataAction } from '../../plan/form.ts';
import { type Entry, Journal } from '../../plan/journal.ts';
import { Refused } from '../../plan/refused.ts';
import { type ExifTool, ExifToolMissing, type RawTags } from '../../programs/exiftool.ts';
import { READ_ARGS } from '../../programs/exiftoolTags.ts';
import type { JobRun } from '../job.ts';
import { oldValues } from './oldValues.ts';
import { pastBytes } from './pastBytes.ts';

/** All that photos are told by, also what Keepsake itself does not look at. */
const ARGS = [...READ_ARGS, '-EXIF:all', '-IPTC:all', '-XMP:all', '-PNG:all', '-QuickTime:all'];

/** What is written in place of old bytes, by the id of the action that it takes back. */
export type Instead = ReadonlyMap<number, MetadataAction>;

/**
 * Tells by findings which values stay, for they were changed again.
 * @throws {ExifToolMissing}; what the run throws when it is stopped
 */
export async function beneath(run: JobRun, change: string, exiftool: ExifTool): Promise<Instead> {
  const journal = new Journal(run.store.db);
  const instead = new Map<number, MetadataAction>();
  for (const entry of journal.standing(change)) {
    await run.pause();
    const [last] = isEdit(entry) ? journal.rewritings(entry.path) : [];
    // It is as that edit made it: its bytes come back.
    if (last == null || last.new === entry.new) continue;
    const at = joinPath(run.store.layout.root, entry.path);
    if (run.fileSystem.lstat(at)?.kind !== 'file') continue;
    const now = (await run.fileSystem.hash(at, run.pause)).sha256.toString('hex');
    const found = await valuesOf(run, journal, entry, { at, sha256: now }, exiftool);
    if (found != null) instead.set(entry.id, found);
  }
  return instead;
}

/** A sidecar that an edit made is one of its own, and only its values are taken out of it. */
const isEdit = ({ do: what, path }: Entry): boolean =>
  what === 'metadata' || (what === 'copy' && /\.xmp$/i.test(path.text));

async function valuesOf(
  run: JobRun,
  journal: Journal,
  entry: Entry,
  now: { readonly at: FilePath; readonly sha256: string },
  exiftool: ExifTool,
): Promise<MetadataAction | undefined> {
  const folder = temporaryFolder('undo');
  try {
    const { fileSystem, store } = run;
    const past = await pastBytes({ fs: fileSystem, journal, root: store.layout.root, folder }, entry, now);
    if (past == null) return undefined;
    const read = (file: string | Buffer): Promise<RawTags> => exiftool.readRaw(file, ARGS);
    const before = past.before == null ? {} : await read(past.before);
    const { tags, before: said, kept } = oldValues(before, await read(past.after), await read(now.at));
    // Of a photo of which nothing can come back the newer change is told.
    if (Object.keys(tags).length === 0) return undefined;
    if (kept.length > 0)
      run.report({
        severity: 'error',
        code: 'conflict',
        path: entry.path,
        message: `${kept.join(', ')} was changed again after that, and stays as it is.`,
      });
    return {
      ...{ type: 'action', id: entry.id, action: 'metadata', why: 'Its old values, beneath a newer edit.' },
      ...{ path: toLedgerName(entry.path), sha256: now.sha256, tags, before: said },
    } as MetadataAction;
  } catch (error) {
    if (error instanceof ExifToolMissing || !(error instanceof Refused || isOfFile(error))) throw error;
    return undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What exiftool minds of one file; a stop of the job has a name of its own. */
const isOfFile = (error: unknown): boolean => error instanceof Error && error.name === 'Error';
