/** A photo as an edit sees it: its files, and what they say now. */
import type { Name } from '../../backup/name.ts';
import type { AssetFacts, CaptureTime, FileFacts, Role, TimeClaim } from '../../media/model.ts';
import type { RawTags } from '../../programs/exiftool.ts';

export interface EditedFile {
  readonly path: Name;
  readonly name: string;
  readonly role: Role;
  readonly size: number;
  /** Of the bytes that the tags were read of, in hex. */
  readonly sha256: string;
  /** Empty where it could not be read. */
  readonly tags: RawTags;
  /** Out of the tags. */
  readonly facts: FileFacts;
}

export interface EditedAsset {
  readonly uid: string;
  /** The main file first; sidecars are XMP ones only. */
  readonly files: readonly EditedFile[];
  readonly facts: AssetFacts;
  /** What sidecars of any kind and the source say of its time, the most trusted first. */
  readonly sidecarTimes: readonly TimeClaim[];
  /** Of the nearest photo before or behind it in its folder that has a date, where that is wanted. */
  readonly neighbourTime?: CaptureTime;
  /** Unix ms, of the main file. */
  readonly mtimeMs: number;
  /** A rating that was given in Keepsake, which counts before the file's. */
  readonly isMarked: boolean;
}
