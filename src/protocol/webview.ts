/** What a webview and the extension say to each other. Types only. */
import type { BackupState } from './backup.ts';
import type { MarkWish } from './marks.ts';
import type { Method, Requests } from './requests.ts';
import type { Scope, Sort } from './scope.ts';
import type { Failure, ServerEvent } from './server.ts';

/** The requests that a webview may ask; the extension relays these to the server and refuses all others. */
export type WebviewMethod = Extract<
  Method,
  'state' | 'shape' | 'items' | 'thumbs' | 'preview' | 'clip' | 'details' | 'mark' | 'counts' | 'values' | 'readPlace'
>;

/** What a view was showing; all that `setState` and the panel serializer keep. */
export interface GridState {
  readonly scope: Scope;
  readonly sort: Sort;
  /** What the filter box holds: only what this finds of the scope is shown. */
  readonly query: string;
  /** Row height in px, 90 to 320. */
  readonly rowHeight: number;
  /** Photos as squares instead of justified rows. */
  readonly square?: boolean;
  /** The asset at the top of the viewport, and how far its row is scrolled out, px. */
  readonly anchor: { readonly id: number; readonly offset: number } | null;
  readonly selected: readonly number[];
  readonly focused: number | null;
  /** The asset that the loupe shows, or null in the grid. */
  readonly loupe: number | null;
  /** Whether all stacks are open, and photos of those that are the other way. */
  readonly stacks?: { readonly all: boolean; readonly except: readonly number[] };
}

/** How a view shows photos: many, one, some side by side. */
export type ViewMode = 'grid' | 'loupe' | 'compare' | 'survey';

export type GridCommand =
  | {
      readonly do: 'show';
      readonly scope: Scope;
      readonly title: string;
      /** For the filter box; none where absent. */
      readonly query?: string;
      readonly select?: number;
      readonly loupe?: boolean;
    }
  | { readonly do: 'sort'; readonly sort: Sort }
  | { readonly do: 'selectAll' }
  | { readonly do: 'larger' }
  | { readonly do: 'smaller' }
  | { readonly do: 'squares' }
  | { readonly do: 'filter' }
  | { readonly do: 'grid' }
  | { readonly do: 'loupe' }
  | { readonly do: 'compare' }
  | { readonly do: 'survey' }
  | { readonly do: 'keys' }
  /** Opens or closes the stacks of what is selected, or all. */
  | { readonly do: 'stacks'; readonly all: boolean }
  | { readonly do: 'mark'; readonly wish: MarkWish };

/** What may be changed of photos, as the extension knows it. */
export type EditFieldId =
  | 'shift'
  | 'date'
  | 'zoneInstant'
  | 'zoneWall'
  | 'dateFrom'
  | 'title'
  | 'description'
  | 'addKeyword'
  | 'removeKeyword'
  | 'addPerson'
  | 'removePerson'
  | 'rating'
  | 'gps'
  | 'removeGps'
  | 'creator'
  | 'copyright';

/** What somebody wants of a field, as it was typed. */
export interface EditAnswer {
  readonly field: EditFieldId;
  readonly answer: string;
}

/** From the extension to a webview. */
export type ToWebview =
  | {
      readonly type: 'init';
      readonly state: GridState | null;
      readonly title: string;
      readonly backup: BackupState;
      /** Base addresses of the two caches, without a slash at the end. */
      readonly thumbBase: string;
      readonly previewBase: string;
      /** BCP 47, for dates and numbers. */
      readonly locale: string;
    }
  | { readonly type: 'command'; readonly command: GridCommand }
  | { readonly type: 'event'; readonly event: ServerEvent }
  /** To the details view: what is selected in the active grid; `count` is the whole where `ids` are only the first. */
  | { readonly type: 'selection'; readonly ids: readonly number[]; readonly count?: number }
  /** To the details view: shows the form; its plan is made, which is said in words; it is applied. */
  | { readonly type: 'edit'; readonly is: 'wanted' | 'applied' }
  | { readonly type: 'edit'; readonly is: 'planned'; readonly said: string }
  | { readonly type: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly error: Failure };

/** From a webview to the extension. */
export type FromWebview =
  | { readonly type: 'ready' }
  | {
      readonly [M in WebviewMethod]: {
        readonly type: 'request';
        readonly id: number;
        readonly method: M;
        readonly params: Requests[M]['params'];
      };
    }[WebviewMethod]
  | { readonly type: 'cancel'; readonly id: number }
  /** Ids in the order of the grid; at most 10,000 are sent, `count` is the whole. */
  | {
      readonly type: 'selected';
      readonly ids: readonly number[];
      readonly count: number;
      readonly focused: number | null;
    }
  | {
      readonly type: 'run';
      readonly command:
        | 'index'
        | 'verify'
        | 'openBackup'
        | 'showDetails'
        | 'showLog'
        | 'undo'
        | 'quarantine'
        | 'addToAlbum'
        | 'removeFromAlbum'
        | 'rotateLeft'
        | 'rotateRight'
        | 'editInDetails'
        | 'copyMetadata'
        | 'pasteMetadata'
        | 'saveSearch';
    }
  /** A plan is wanted of what is selected, and shown. */
  | { readonly type: 'edit'; readonly answers: readonly EditAnswer[] }
  /** The plan that was shown last is to be applied. */
  | { readonly type: 'applyEdit' }
  | { readonly type: 'reveal'; readonly id: number; readonly path: string }
  /** In the program that the system opens it with. */
  | { readonly type: 'openOutside'; readonly path: string }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  | { readonly type: 'place'; readonly lat: number; readonly lon: number }
  /** What is shown was found by this; '' where all of the scope is. */
  | { readonly type: 'filtered'; readonly query: string }
  | { readonly type: 'mode'; readonly mode: ViewMode }
  | { readonly type: 'trouble'; readonly message: string };
