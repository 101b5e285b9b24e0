/**
 * What photos are brought in from. A source recognises what a person named, and then tells it asset by asset; it
 * changes nothing and holds no contents. Adding one is a file that makes a `Source` and a line in `all.ts`.
 */
import type { Readable } from 'node:stream';
import type { AppleChecksum } from '../media/appleChecksum.ts';
import type { FileFacts, Group, Role } from '../media/model.ts';
import type { PackedFile } from './archive/packedFile.ts';
import type { SourceFinding } from './finding.ts';
import type { Given } from './given.ts';
import type { OutsideFiles } from './outsideFiles.ts';

export type SourceKind = 'google-takeout' | 'apple-archive' | 'photos-library' | 'osxphotos' | 'icloudpd' | 'folder';

/** One file of an asset. Its names are as the source gives them: any character but NUL and `/` may be in them. */
export interface SourceFile {
  /** Within the source, with `/`; unique there. */
  readonly path: string;
  /** The last part of the path; where the source keeps it under a name of its own, the name that it came with. */
  readonly name: string;
  readonly role: Role;
  /** Bytes, as listed. */
  readonly size: number;
  /** Unix ms; undefined where the source only has a clock without zone. Of an archive it is the archive's own. */
  readonly mtimeMs: number | undefined;
  /** As a zip lists it. Two files of equal size and checksum are candidates for equal bytes; nothing is proved yet. */
  readonly crc32: number | undefined;
  /** What Apple recorded of its bytes: to be proved by `AppleChecksumHash` while they are copied. */
  readonly appleChecksum?: AppleChecksum | undefined;
  /** Index of the part (zip, folder) it lies in, and where in it: in this order everything is read forward. */
  readonly part: number;
  readonly position: number;
  /** Absolute path, where the file lies on a disk as it is. */
  readonly onDisk: string | Buffer | undefined;
  /** Where it lies in a zip, for other threads to read it; absent for all other files. @throws the system's error */
  readonly packedFile?: PackedFile | undefined;
  /**
   * All bytes; length and checksum are proved at the end. Several may be open at once.
   * @throws SourceDamaged also from the stream; the system's errors where the disk fails
   */
  open(): Promise<Readable>;
  /** The first bytes; of a large file no more than these are read, but in a `tgz`. @throws as `open` */
  head(bytes: number): Promise<Buffer>;
}

/** One asset as the source has it. */
export interface SourceItem {
  /** Within the source, with `/`. */
  readonly directory: string;
  readonly main: SourceFile;
  /** Media files: the main one first, with the roles that grouping gave. */
  readonly files: readonly SourceFile[];
  /** What they say is in `said`. */
  readonly sidecars: readonly SourceFile[];
  /** Facts by file name: of the sidecars, and of those media that `OpenOptions.facts` read. As composeAsset takes them. */
  readonly said: ReadonlyMap<string, FileFacts>;
  /** Members are named within `directory`; of a sidecar from elsewhere (`distant`) too. */
  readonly group: Group;
  /** Titles. */
  readonly albums: readonly string[];
  readonly states: ItemStates;
  /** What the sidecar says beyond what has a field of ours: bounded, plain JSON. */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** The sidecar lay in another folder than the photo and was found by name: it was reported. */
  readonly distant?: true;
}

export interface ItemStates {
  readonly archived?: true;
  readonly trashed?: true;
  readonly locked?: true;
  readonly hidden?: true;
}

export type SourceEvent =
  | { readonly type: 'item'; readonly item: SourceItem }
  | { readonly type: 'finding'; readonly finding: SourceFinding };

export interface OpenOptions {
  /**
   * What a media file says of itself, or undefined. Files are asked for in the order in which they are read
   * fastest. With it live photos are also paired by their identifier, files of one name told apart by time, and
   * distant sidecars checked.
   */
  readonly facts?: ((file: SourceFile) => Promise<FileFacts | undefined>) | undefined;
  /**
   * Of a folder that is a Keepsake backup itself the absolute path of its catalog; undefined where it is none. Without
   * it such a folder is one like others.
   */
  readonly catalogOf?: ((folder: string) => string | undefined) | undefined;
}

export interface OpenSource {
  readonly kind: SourceKind;
  /** "Google Takeout, 3 zips" */
  readonly label: string;
  /** What it refers to and doesn't hold; filled as events are told. */
  readonly outside?: OutsideFiles;
  /** All of it, once. Every media file is in one item or in a finding; sidecars that fit nothing are findings. */
  events(): AsyncIterable<SourceEvent>;
}

export interface Recognition {
  /** 0: not this; 1: surely. */
  readonly confidence: number;
  /** What was seen, in words that end the sentence "It is recognised by …"; undefined where nothing tells it from others. */
  readonly by: string | undefined;
}

export interface Source {
  readonly kind: SourceKind;
  /** "Google Takeout" */
  readonly label: string;
  recognise(given: Given): Promise<Recognition>;
  /** Changes when what would be told may have changed. Where it is absent, `Given.stamp` is it. @throws as `open` */
  stamp?(given: Given): Promise<string>;
  /** @param given stays open until its own `close` */
  open(given: Given, options?: OpenOptions): Promise<OpenSource>;
}
