/** What the server and its media process say to each other. */
import type { PictureFile } from '../../engine/media/decode/source.ts';

/** A file of which a thumbnail or a preview is wanted. */
export interface PictureSource extends PictureFile {
  /** The catalog's id of the asset. */
  readonly id: number;
  /** What `thumbKey` gave for the file. */
  readonly key: string;
  /** As exiftool names it; to say what a file is of which there is no picture. */
  readonly fileType: string;
}

export interface MediaOptions {
  readonly cacheDir: string;
  /** Absolute path of ffmpeg; looked for where absent. */
  readonly ffmpeg: string | undefined;
  /** Bytes that each cache may take. */
  readonly thumbnailBytes: number;
  readonly previewBytes: number;
  /** No other program is started, however hostile or useful. Default false. */
  readonly noPrograms?: boolean;
  /** Threads for HEIC. */
  readonly threads: number;
}

export type Outcome =
  /** `file` is relative to its cache, with `/`; sizes are of the picture as shown, 0 for thumbnails. */
  | {
      readonly state: 'ready';
      readonly file: string;
      readonly mime: string;
      readonly width: number;
      readonly height: number;
    }
  /** `lasting`: it would be the same the next time. */
  | { readonly state: 'none'; readonly why: string; readonly need?: 'ffmpeg' | 'perl'; readonly lasting: boolean }
  | { readonly state: 'cancelled' };

export type What = 'thumb' | 'preview';

export type ToMedia =
  | { readonly do: 'begin'; readonly options: MediaOptions }
  | { readonly do: What; readonly job: number; readonly source: PictureSource }
  | { readonly do: 'cancel'; readonly job: number };

export type FromMedia =
  | { readonly say: 'ready' }
  | { readonly say: 'done'; readonly job: number; readonly outcome: Outcome };
