/** The real file system. Names are changed synchronously, which takes microseconds; only waiting for the disk is awaited. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { type HashedFile, hashFile } from '../backup/hash.ts';
import { type Name, nameOf } from '../backup/name.ts';
import { isOnlineOnly } from '../backup/onlineOnly.ts';
import { microseconds } from '../backup/walk.ts';
import { writeAll } from '../backup/writeWhole.ts';
import type { FilePath, FileStat, FileSystem, NewFile } from './fileSystem.ts';

const fsync = promisify(fs.fsync);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const { O_RDWR, O_RDONLY, O_NOFOLLOW, O_NONBLOCK, COPYFILE_FICLONE, COPYFILE_EXCL } = fs.constants;
/** What systems say that have no fsync of folders. */
const NO_SYNC = new Set(['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'EBADF', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** What shares and FAT say to chmod. */
const NO_MODES = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

class OpenFile implements NewFile {
  readonly #fd: number;
  constructor(fd: number) {
    this.#fd = fd;
  }
  write(bytes: Uint8Array): void {
    writeAll(this.#fd, bytes);
  }
  setTime(mtime: Date): void {
    // A Date, for a number below zero would set now.
    fs.futimesSync(this.#fd, new Date(), mtime);
  }
  setMode(mode: number): void {
    try {
      fs.fchmodSync(this.#fd, mode);
    } catch (error) {
      if (!NO_MODES.has(codeOf(error) ?? '')) throw error;
    }
  }
  async sync(): Promise<void> {
    await fsync(this.#fd);
  }
  close(): void {
    fs.closeSync(this.#fd);
  }
}

export class NodeFileSystem implements FileSystem {
  lstat(path: FilePath): FileStat | undefined {
    let stat: fs.Stats | undefined;
    try {
      stat = fs.lstatSync(path, { throwIfNoEntry: false });
    } catch (error) {
      // A part of the path is a file.
      if (codeOf(error) !== 'ENOTDIR') throw error;
    }
    if (stat == null) return undefined;
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'other';
    const { size, ino: inode, mtimeMs } = stat;
    return {
      kind,
      size,
      inode,
      mode: stat.mode & 0o7777,
      mtime: microseconds(mtimeMs),
      onlineOnly: isOnlineOnly(stat),
    };
  }

  canWrite(folder: FilePath): boolean {
    try {
      fs.accessSync(folder, fs.constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }

  isSameFile(a: FilePath, b: FilePath): boolean {
    const [one, two] = [a, b].map(path => fs.lstatSync(path, { bigint: true, throwIfNoEntry: false }));
    return one != null && two != null && one.ino === two.ino && one.dev === two.dev;
  }

  hash(path: FilePath, pause: () => Promise<void> | undefined): Promise<HashedFile> {
    return hashFile(path, () => {}, pause);
  }

  async *read(path: FilePath): AsyncGenerator<Uint8Array> {
    const fd = fs.openSync(path, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
    try {
      let left = fs.fstatSync(fd).size;
      for (;;) {
        // As much as there is to come: many small files would need as much memory as large ones.
        const chunk = Buffer.allocUnsafe(Math.max(4096, Math.min(left, 1 << 18)));
        const read = fs.readSync(fd, chunk, 0, chunk.length, null);
        if (read === 0) return;
        left -= read;
        yield chunk.subarray(0, read);
      }
    } finally {
      fs.closeSync(fd);
    }
  }

  create(path: FilePath): NewFile {
    return new OpenFile(fs.openSync(path, 'wx'));
  }

  open(path: FilePath): NewFile {
    try {
      return new OpenFile(fs.openSync(path, O_RDWR | (O_NOFOLLOW ?? 0)));
    } catch (error) {
      // Who may not write to it can have it synced all the same.
      if (codeOf(error) !== 'EACCES') throw error;
      return new OpenFile(fs.openSync(path, O_RDONLY | (O_NOFOLLOW ?? 0)));
    }
  }

  copy(from: FilePath, to: FilePath): NewFile {
    fs.copyFileSync(from, to, COPYFILE_FICLONE | COPYFILE_EXCL);
    return this.open(to);
  }

  link(from: FilePath, to: FilePath): void {
    fs.linkSync(from, to);
  }

  symlink(text: Buffer, path: FilePath): void {
    fs.symlinkSync(text, path);
  }

  readLink(path: FilePath): Buffer | undefined {
    try {
      return Buffer.from(fs.readlinkSync(path, { encoding: 'buffer' }));
    } catch (error) {
      // EINVAL: it is no link (UNKNOWN on Windows).
      if (['ENOENT', 'ENOTDIR', 'EINVAL', 'UNKNOWN'].includes(codeOf(error) ?? '')) return undefined;
      throw error;
    }
  }

  rename(from: FilePath, to: FilePath): void {
    fs.renameSync(from, to);
  }

  unlink(path: FilePath): void {
    fs.unlinkSync(path);
  }

  makeFolder(path: FilePath): boolean {
    try {
      fs.mkdirSync(path);
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return false;
    }
  }

  list(folder: FilePath): readonly Name[] {
    return fs.readdirSync(folder, { encoding: 'buffer' }).map(name => nameOf(name));
  }

  async syncFolder(path: FilePath): Promise<void> {
    let fd: number;
    try {
      fd = fs.openSync(path, 'r');
    } catch (error) {
      if (process.platform === 'win32' || codeOf(error) === 'EACCES') return;
      throw error;
    }
    try {
      await fsync(fd);
    } catch (error) {
      if (!NO_SYNC.has(codeOf(error) ?? '')) throw error;
    } finally {
      fs.closeSync(fd);
    }
  }
}
