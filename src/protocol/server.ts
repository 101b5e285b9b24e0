/** What the extension and its server say to each other. Types only. */
import type { BackupState } from './backup.ts';
import type { JobRow } from './job.ts';
import type { ThumbState } from './picture.ts';
import type { Method, Requests } from './requests.ts';
import type { QueryPlace } from './search.ts';

/** What the server says unasked. */
export type ServerEvent =
  | { readonly event: 'changed'; readonly state: BackupState }
  | { readonly event: 'jobs'; readonly jobs: readonly JobRow[] }
  | { readonly event: 'thumb'; readonly thumb: ThumbState }
  | { readonly event: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string };

/** What went wrong, in words for a person. */
export interface Failure {
  readonly code: 'cancelled' | 'not-open' | 'away' | 'bad-request' | 'bad-query' | 'failed';
  readonly message: string;
  /** Of `bad-query`: what the message is about. */
  readonly place?: QueryPlace;
}

export type ToServer =
  | {
      readonly [M in Method]: { readonly id: number; readonly method: M; readonly params: Requests[M]['params'] };
    }[Method]
  | { readonly cancel: number };

export type FromServer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: Failure }
  | ServerEvent;

/** What the extension starts the server with, as JSON in its first argument. */
export interface ServerOptions {
  /** Folder for catalogs, thumbnails and previews; the user's cache folder where absent. */
  readonly cacheDir?: string;
  /** Path of ffmpeg; looked up on PATH where absent. */
  readonly ffmpeg?: string;
  /** Restricted Mode: the server starts no other program (what is shown with one has no picture), and writes nothing into the backup. Default false. */
  readonly noPrograms?: boolean;
  /** Bytes that thumbnails may take before the least recently used go. */
  readonly thumbnailBytes?: number;
}
