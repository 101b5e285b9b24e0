import path from 'node:path';
import { fileKind } from '../../media/kinds.ts';
import type { FileFacts, Role } from '../../media/model.ts';
import type { FolderPart } from '../archive/folderPart.ts';
import { type Given, SourceUnreadable } from '../given.ts';
import type { OutsideFiles } from '../outsideFiles.ts';
import { refusedWords } from '../photos-library/libraryAccess.ts';
import { LibraryDatabase } from '../photos-library/libraryDatabase.ts';
import { libraryFacts, libraryRaw } from '../photos-library/libraryFacts.ts';
import { LibraryFiles } from '../photos-library/libraryFiles.ts';
import { type AbsentFile, filesOf } from '../photos-library/libraryItem.ts';
import { originalPlace } from '../photos-library/libraryPlace.ts';
import { DATABASE } from '../photos-library/libraryStamp.ts';

const UUID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i;

/** A photo of a library as osxphotos has to be asked for it: what is not there is told with it. */
export interface LibraryPhoto {
  /** In upper case. */
  readonly uuid: string;
  /** The name that it came with. */
  readonly name: string;
  /** Photos and videos that the library has on this computer. */
  readonly files: readonly LibraryPhotoFile[];
  readonly absent: readonly AbsentFile[];
  readonly isTrashed: boolean;
  readonly isHidden: boolean;
  readonly facts: FileFacts;
  readonly albums: readonly string[];
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface LibraryPhotoFile {
  readonly role: Role;
  /** Within the library, with `/`. */
  readonly path: string;
  /** What it is called outside of the library. */
  readonly name: string;
  readonly onDisk: string | Buffer;
  /** Bytes; Unix ms. */
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * @param outside is told of originals that lie elsewhere
 * @throws SourceUnreadable, {@link import('../../sqlite/native.ts').NativeMissing}
 */
export function* libraryPhotos(given: Given, outside?: OutsideFiles): Generator<LibraryPhoto> {
  const part = given.parts[0] as FolderPart;
  const database = open(part);
  try {
    const { joins } = database;
    const files = new LibraryFiles(part, () => {});
    const seen = new Set<string>();
    for (const row of database.rows()) {
      const uuid = typeof row.uuid === 'string' && UUID.test(row.uuid) ? row.uuid.toUpperCase() : undefined;
      const place = uuid == null ? undefined : originalPlace(row, uuid, files);
      // Such a row osxphotos can't be asked for.
      if (uuid == null || place == null || seen.has(uuid)) continue;
      seen.add(uuid);
      if (place.referenced != null) outside?.add(place.referenced, place.entry);
      const raw = joins.raws.has(row.pk) ? { checksum: joins.raws.get(row.pk) } : undefined;
      const found = filesOf(row, uuid, place, files, raw);
      const media = found.files.filter(({ role }) => role !== 'sidecar');
      yield {
        uuid,
        name: media[0]?.placing.name ?? found.absent[0]?.name ?? place.name,
        files: media.map(({ entry, folder, role, placing }) => ({
          role,
          path: `${folder}/${entry.name}`,
          name: placing.name,
          onDisk: entry.onDisk,
          size: entry.size,
          mtimeMs: entry.mtimeMs,
        })),
        absent: found.absent,
        isTrashed: typeof row.trashed === 'number' && row.trashed !== 0,
        isHidden: row.hidden === 1,
        facts: libraryFacts(row, joins),
        albums: joins.albums.of(row.pk),
        raw: libraryRaw(row, uuid),
      };
    }
  } catch (error) {
    throw unreadable(part, error);
  } finally {
    database.close();
  }
}

/** Whether a name is a photo's or video's. */
export function isMedia(name: string): boolean {
  const kind = fileKind(name);
  return kind !== 'sidecar' && kind !== 'other';
}

function open(part: FolderPart): LibraryDatabase {
  try {
    return new LibraryDatabase(path.join(part.path, DATABASE));
  } catch (error) {
    throw unreadable(part, error);
  }
}

function unreadable(part: FolderPart, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const refused = refusedWords(path.join(part.path, DATABASE), code);
  if (refused != null) return new SourceUnreadable(refused);
  if (code?.startsWith('E') || !(error instanceof Error)) return error as Error;
  return error.name === 'ForeignUnreadable' || error.name === 'UnknownLibrary'
    ? new SourceUnreadable(
        `The library ${part.path} can’t be read: ${message.replace(/\.$/, '')}. Nothing was changed in it.`,
      )
    : error;
}
