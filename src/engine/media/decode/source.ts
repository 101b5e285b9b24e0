/** A file of which a picture is wanted, as the catalog knows it. */
export interface PictureFile {
  /** Absolute path; bytes where the name is not UTF-8. */
  readonly file: string | Buffer;
  /** What it is by its name. */
  readonly kind: 'image' | 'raw' | 'video';
  /** Pixels as shown, orientation applied; 0 where unknown. */
  readonly width: number;
  readonly height: number;
}

/** Something that sharp can open, made from a file of any kind. */
export interface Decodable {
  /** Encoded bytes, or the path of a file too large to be held. */
  readonly input: Uint8Array | string;
  /** `own`: as the input's EXIF says; else an EXIF orientation to be applied. */
  readonly orientation: 'own' | number;
  /** A profile that belongs to the input and is not in it. */
  readonly profile: Buffer | undefined;
}
