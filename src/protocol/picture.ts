/** Thumbnails and previews, as files of the caches. Types only. */

/** A thumbnail's fate. `file` is relative to the thumbnail cache, with `/`. */
export type ThumbState =
  | { readonly id: number; readonly state: 'ready'; readonly file: string }
  /** `why` is a sentence for the tooltip; `need` names a program whose absence is the reason. */
  | { readonly id: number; readonly state: 'none'; readonly why: string; readonly need?: 'ffmpeg' | 'perl' };

/** One picture for the loupe. `file` is relative to the preview cache, with `/`. */
export type Preview =
  | {
      readonly state: 'ready';
      readonly file: string;
      readonly mime: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly state: 'none'; readonly why: string; readonly need?: 'ffmpeg' | 'perl' };

/** A film that a webview can play. `file` is relative to the preview cache, `path` of the film itself to the backup. */
export type Clip =
  | {
      readonly state: 'ready';
      readonly file: string;
      readonly mime: string;
      readonly path: string;
      /** Whether it is all of it; else its first so many seconds. */
      readonly whole: boolean;
      readonly seconds: number;
    }
  | { readonly state: 'none'; readonly why: string; readonly need?: 'ffmpeg' | 'perl'; readonly path?: string };
