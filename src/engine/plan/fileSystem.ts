/**
 * All that a plan being applied does to a disk. It is a port, so that a test can write every step down and try
 * what a drive that was pulled out at any of them would have kept.
 */
import type { Buffer } from 'node:buffer';
import type { HashedFile } from '../backup/hash.ts';
import type { Name } from '../backup/name.ts';

/** Absolute; bytes where a name is not UTF-8. */
export type FilePath = string | Buffer;

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  /** Microseconds from 1970-01-01 UTC, as the index records it. */
  readonly mtime: number;
  readonly inode: number;
  /** Who may do what with it, as chmod takes it. */
  readonly mode: number;
  readonly onlineOnly: boolean;
}

/** A file that is being written, and that nobody else has the name of. */
export interface NewFile {
  write(bytes: Uint8Array): void;
  /** Also before 1970. */
  setTime(mtime: Date): void;
  /** Nothing happens where the system has no such thing. */
  setMode(mode: number): void;
  /** On the disk when it resolves. */
  sync(): Promise<void>;
  close(): void;
}

/** All of it throws the system's error. */
export interface FileSystem {
  /** Of the entry itself, a link not followed. @returns undefined where there is none */
  lstat(path: FilePath): FileStat | undefined;
  /** Whether something can be put into a folder by who runs this. */
  canWrite(folder: FilePath): boolean;
  /** Whether both names are of one file on the disk. */
  isSameFile(a: FilePath, b: FilePath): boolean;
  hash(path: FilePath, pause: () => Promise<void> | undefined): Promise<HashedFile>;
  /** The bytes of a file, through no link. */
  read(path: FilePath): AsyncIterable<Uint8Array>;
  /** EEXIST where there is anything of the name. */
  create(path: FilePath): NewFile;
  /** Takes up a file that another program made under a name of ours, to set its time and sync it. */
  open(path: FilePath): NewFile;
  /** A copy of a file, made as quickly as the disk can, with its mode; EEXIST where there is anything of the name. */
  copy(from: FilePath, to: FilePath): NewFile;
  /** EEXIST where there is a `to`; EPERM and its like where the system has no links. */
  link(from: FilePath, to: FilePath): void;
  /**
   * Makes a symbolic link that says `text`. EEXIST where there is anything of the name; EPERM and its like where the
   * system has no such links, or lets nobody make one.
   */
  symlink(text: Buffer, path: FilePath): void;
  /** What a symbolic link says. @returns undefined where there is none */
  readLink(path: FilePath): Buffer | undefined;
  /** Replaces a `to`. */
  rename(from: FilePath, to: FilePath): void;
  unlink(path: FilePath): void;
  /** @returns false where there was one */
  makeFolder(path: FilePath): boolean;
  list(folder: FilePath): readonly Name[];
  /** Makes names that came to this folder or left it last; does nothing where the system can't. */
  syncFolder(path: FilePath): Promise<void>;
}
