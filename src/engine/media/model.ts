/**
 * The words of this house for what a file says and what an asset is. Plain data, no code: every room that
 * reads, groups, stores or shows photos speaks in these.
 */

/** Where a value came from. `user` is a correction made in Keepsake; `none` means that nothing is known. */
export type Origin =
  | 'exif'
  | 'iptc'
  | 'xmp'
  | 'quicktime'
  | 'sidecar'
  | 'gps'
  | 'filename'
  | 'folder'
  | 'user'
  | 'mtime'
  | 'none';

/** What a file is for within its asset. */
export type Role = 'original' | 'edited' | 'live' | 'raw' | 'sidecar' | 'other';

/** What a file is by its name; bytes may say otherwise (`FileFacts.fileType`). */
export type FileKind = 'image' | 'raw' | 'video' | 'sidecar' | 'other';

export type AssetKind = 'photo' | 'video';

/**
 * A time as far as it is known. `wallMs` is the wall clock written as if it were UTC, in milliseconds from
 * 1970-01-01 (negative before); `utcMs` is the instant in the same unit; `offsetMin` is minutes east of UTC.
 * - zoned: instant and zone are known (`2019-07-01T10:00:00+02:00`)
 * - wall: the clock is known, the zone is not (`2019-07-01T10:00:00`)
 * - instant: the instant is known, the zone is not (`2019-07-01T08:00:00Z`, from QuickTime or Takeout)
 */
export type CaptureTime =
  | { readonly known: 'zoned'; readonly wallMs: number; readonly offsetMin: number }
  | { readonly known: 'wall'; readonly wallMs: number }
  | { readonly known: 'instant'; readonly utcMs: number };

/** Degrees, north and east positive; altitude in metres above sea level. (0, 0) is never a place: it is left out. */
export interface Gps {
  readonly lat: number;
  readonly lon: number;
  readonly alt?: number;
}

/** A time that a file states, and which group of tags stated it. */
export interface TimeClaim {
  readonly time: CaptureTime;
  readonly origin: 'exif' | 'iptc' | 'xmp' | 'quicktime' | 'gps' | 'sidecar';
  /** The tag, as exiftool names it: `EXIF:DateTimeOriginal`. */
  readonly tag: string;
}

/** A value with the group of tags that it was read from. */
export interface Stated<T> {
  readonly value: T;
  readonly origin: Origin;
}

/**
 * What one file says of itself; kept as JSON in the catalog, so that assets can be composed anew without
 * reading a byte. Every field is absent where the file does not state it.
 */
export interface FileFacts {
  /** Version of the reader that made this; an older one is read again. */
  readonly v: number;
  /** As exiftool names it from the bytes: `JPEG`, `HEIC`, `MOV`, `CR2`; absent where unrecognised. */
  readonly fileType?: string;
  readonly mimeType?: string;
  /** Pixels as shown, orientation applied. */
  readonly width?: number;
  readonly height?: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation?: number;
  /** Seconds, of a video. */
  readonly duration?: number;
  /** Claims in order of trust, best first. */
  readonly times?: readonly TimeClaim[];
  readonly gps?: Stated<Gps>;
  /** UTC of the GPS receiver, ms; used to infer an offset. */
  readonly gpsUtcMs?: number;
  readonly make?: string;
  readonly model?: string;
  readonly lens?: string;
  /** Millimetres. */
  readonly focalLength?: number;
  readonly fNumber?: number;
  /** Seconds. */
  readonly exposureTime?: number;
  readonly iso?: number;
  readonly flash?: string;
  readonly software?: string;
  readonly title?: Stated<string>;
  readonly description?: Stated<string>;
  readonly keywords?: Stated<readonly string[]>;
  readonly people?: Stated<readonly string[]>;
  readonly creator?: Stated<string>;
  readonly copyright?: Stated<string>;
  /** 0 to 5; -1 (rejected) is read as flag reject. */
  readonly rating?: Stated<number>;
  readonly favorite?: Stated<boolean>;
  readonly albums?: Stated<readonly string[]>;
  /** Apple's ContentIdentifier: equal in both halves of a live photo. */
  readonly contentId?: string;
  /** What the camera calls the burst that it is of: equal in all its photos. */
  readonly burst?: string;
  /** The one that stands for its burst, by the camera's or a library's choice. */
  readonly burstCover?: true;
  /** A still that carries its own video (Pixel, Samsung). */
  readonly embeddedVideo?: boolean;
  /** Of a sidecar: what form it has and, where it says so itself, the media file that it is of. */
  readonly sidecarOf?: SidecarOf;
  /** exiftool's warning or error where reading was not clean. */
  readonly trouble?: string;
}

/**
 * The form of a sidecar, told from its content. `name` is the media file that the sidecar names: the title of a
 * Takeout JSON, `SourceFile` of an exiftool JSON, the stem with `SidecarForExtension` of an XMP. `apple` is what a
 * list or database of Apple says of a photo.
 */
export interface SidecarOf {
  readonly form: 'xmp' | 'aae' | 'takeout' | 'exiftool' | 'apple';
  readonly name?: string;
  /** An XMP that says when it was last changed (xmp:MetadataDate): somebody edits the photo by it. */
  readonly edited?: true;
}

/** A file as grouping sees it. `name` is as shown; it is unique within the directory. */
export interface GroupFile {
  readonly name: string;
  readonly size: number;
  readonly facts: FileFacts | undefined;
}

export interface GroupMember {
  readonly name: string;
  readonly role: Role;
}

/** Files of one directory that are one asset. `main` is the file it is known by and is also among `members`. */
export interface Group {
  readonly main: string;
  readonly kind: AssetKind;
  readonly members: readonly GroupMember[];
}

/** What grouping has to say of files that fit nowhere or more than once. */
export interface GroupFinding {
  readonly code: 'unmatched-sidecar' | 'ambiguous-sidecar';
  readonly name: string;
  readonly message: string;
}

export interface Grouping {
  readonly groups: readonly Group[];
  /** Sidecars and other files that belong to no asset, by name. */
  readonly loose: readonly string[];
  readonly findings: readonly GroupFinding[];
}

/** A value of an asset: what it is, how it is known, and the file (name within its directory) that said so. */
export interface Fact<T> {
  readonly value: T;
  readonly origin: Origin;
  readonly file?: string;
}

/** What an asset is, out of all its files. Absent where nothing is known. */
export interface AssetFacts {
  readonly kind: AssetKind;
  readonly capturedAt?: Fact<CaptureTime>;
  readonly gps?: Fact<Gps>;
  readonly title?: Fact<string>;
  readonly description?: Fact<string>;
  readonly keywords?: Fact<readonly string[]>;
  readonly people?: Fact<readonly string[]>;
  readonly albums?: Fact<readonly string[]>;
  readonly creator?: Fact<string>;
  readonly copyright?: Fact<string>;
  readonly rating?: Fact<number>;
  readonly favorite?: Fact<boolean>;
  readonly camera?: Fact<string>;
  readonly lens?: Fact<string>;
  readonly focalLength?: Fact<number>;
  readonly fNumber?: Fact<number>;
  readonly exposureTime?: Fact<number>;
  readonly iso?: Fact<number>;
  readonly flash?: Fact<string>;
  readonly software?: Fact<string>;
  readonly width?: Fact<number>;
  readonly height?: Fact<number>;
  readonly duration?: Fact<number>;
  readonly fileType?: Fact<string>;
  readonly burst?: Fact<string>;
  readonly burstCover?: Fact<true>;
}
