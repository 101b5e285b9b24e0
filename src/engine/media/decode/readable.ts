/** Opens a person's file for reading, and only if reading it is safe: no device, no pipe, no download. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isOnlineOnly } from '../../backup/onlineOnly.ts';
import { NoPicture } from './noPicture.ts';

export interface Readable {
  readonly handle: FileHandle;
  /** Bytes. */
  readonly size: number;
}

/** @throws NoPicture where the file is gone, may not be read, is no regular file, is empty, or is online only */
export async function openReadable(file: string | Buffer): Promise<Readable> {
  let handle: FileHandle;
  try {
    // A named pipe would make open() wait for a writer.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new NoPicture(whyNotOpened(error));
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new NoPicture('It is not a regular file.');
    if (stat.size === 0) throw new NoPicture('The file is empty (0 bytes).');
    if (isOnlineOnly(stat)) {
      throw new NoPicture('It is online only: reading it would download it. Keep it on this computer to see it.');
    }
    return { handle, size: stat.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function whyNotOpened(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'The file is not there any more. Index the backup to bring the view up to date.';
    case 'EACCES':
    case 'EPERM':
      return 'The file may not be read: permission is denied.';
    case 'ELOOP':
      return 'The file is a link that leads to itself.';
    default:
      return `The file could not be opened (${code ?? String(error)}).`;
  }
}
