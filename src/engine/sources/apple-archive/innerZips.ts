import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { temporaryFolder } from '../../backup/temporaryFolder.ts';
import { archiveName } from '../archive/archiveForm.ts';
import type { Entry } from '../archive/entry.ts';
import { ZipEntry } from '../archive/zipEntry.ts';
import { ZipPart } from '../archive/zipPart.ts';
import type { SourceFinding } from '../finding.ts';
import { type Given, listPart, type PartListing } from '../given.ts';

/** Zips within zips that are looked into: Apple's own are two deep. */
const DEEPEST = 4;
/** Zips in all; each is a file that is held open, and Apple's largest archives have some dozens. */
const MOST = 500;
/** Bytes of temporary room that are left free. */
const LEFT_FREE = 1 << 30;

export interface Opened {
  /** As given, and of the zips that were found in them. */
  readonly listings: readonly PartListing[];
  readonly findings: readonly SourceFinding[];
}

/**
 * Opens the zips that lie in what was given. One that is stored in the outer zip, as zips in zips mostly are, is read
 * where it lies. One that is packed can't be read at random: it is unpacked into a temporary file, as large as it is,
 * until `Given.close`; that is reading and writing it once, and is said.
 */
export async function openInnerZips(given: Given): Promise<Opened> {
  const listings: PartListing[] = [];
  const findings: SourceFinding[] = [];
  const room = new TemporaryRoom(given);
  let count = 0;
  const pending = (await given.listings()).map(listing => ({ listing, depth: 0 }));
  for (let next = pending.shift(); next != null; next = pending.shift()) {
    const { listing, depth } = next;
    listings.push(listing);
    findings.push(...listing.findings);
    for (const [directory, entries] of listing.directories) {
      for (const entry of entries) {
        if (archiveName(entry.name) !== 'zip') continue;
        const where = directory === '' ? entry.name : `${directory}/${entry.name}`;
        const tell = (code: SourceFinding['code'], message: string): void => {
          findings.push({ code, path: where, message: `${where} in ${listing.part.name} ${message}` });
        };
        if (depth >= DEEPEST || ++count > MOST) {
          const why = depth >= DEEPEST ? 'lies in too many zips within each other' : `is one of more than ${MOST} zips`;
          tell('bomb', `${why}. It was left out.`);
          continue;
        }
        const part = await innerZip(entry, room, tell);
        if (part == null) continue;
        given.onClose(() => part.close());
        pending.push({ listing: await listPart(part), depth: depth + 1 });
      }
    }
  }
  return { listings, findings };
}

async function innerZip(
  entry: Entry,
  room: TemporaryRoom,
  tell: (code: SourceFinding['code'], message: string) => void,
): Promise<ZipPart | undefined> {
  if (typeof entry.onDisk === 'string') return new ZipPart(entry.onDisk);
  const tellOfRoom = (free: number): void =>
    tell(
      'unreadable',
      `is packed, and unpacking it takes ${megabytes(entry.size)} in ${os.tmpdir()}, where ${megabytes(free)} are free. Nothing in it was taken. Make room there, or unpack the outer zip yourself and name its folder.`,
    );
  try {
    const range = entry instanceof ZipEntry ? entry.plainRange() : undefined;
    if (range != null) return new ZipPart(entry.part.path, { name: entry.name, ...range });
    const free = room.free();
    if (entry.size + LEFT_FREE > free) {
      tellOfRoom(free);
      return undefined;
    }
    const file = await room.unpack(entry);
    tell(
      'skipped',
      `is packed, so it was unpacked to read it: ${megabytes(entry.size)} in ${os.tmpdir()} until this export ends.`,
    );
    return new ZipPart(file, { name: entry.name, start: 0, length: entry.size });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Others write there too.
    if (code === 'ENOSPC' || code === 'EDQUOT') tellOfRoom(room.free());
    else tell('damaged', `can’t be read (${code ?? message.replace(/\.$/, '')}). Nothing in it was taken.`);
    return undefined;
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;

/** A folder for what has to be unpacked, gone when the source is closed. */
class TemporaryRoom {
  readonly #given: Given;
  #folder: string | undefined;
  #count = 0;

  constructor(given: Given) {
    this.#given = given;
  }

  /** Bytes. */
  free(): number {
    const { bavail, bsize } = fs.statfsSync(os.tmpdir());
    return bavail * bsize;
  }

  async unpack(entry: Entry): Promise<string> {
    const folder = this.#make();
    const file = path.join(folder, `${this.#count++}.zip`);
    try {
      await pipeline(await entry.open(), fs.createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      fs.rmSync(file, { force: true });
      throw error;
    }
    return file;
  }

  #make(): string {
    if (this.#folder != null) return this.#folder;
    const folder = temporaryFolder('zips');
    this.#folder = folder;
    this.#given.onClose(async () => fs.rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
}
