/** Takes a window's requests one by one, answers, and tells what changes. */
import path from 'node:path';
import { assetFilm } from '../engine/catalog/assetFilm.ts';
import { cacheFolder } from '../engine/catalog/location.ts';
import { assetPictures } from '../engine/catalog/pictures.ts';
import type { Store } from '../engine/catalog/store.ts';
import { fileKind } from '../engine/media/kinds.ts';
import { placeOf } from '../engine/media/placeText.ts';
import type { Clip, Preview, ThumbState } from '../protocol/picture.ts';
import type { Method, Requests } from '../protocol/requests.ts';
import type { Failure, ServerEvent, ServerOptions } from '../protocol/server.ts';
import { Answers } from './answers.ts';
import { detailsOf } from './details.ts';
import { Clips } from './media/clips.ts';
import type { PictureSource } from './media/messages.ts';
import { Pictures } from './media/pictures.ts';
import { placeInBackup } from './place.ts';
import { Session } from './session.ts';

/** A failure with the code that the window acts on. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly code: Failure['code'];
  constructor(code: Failure['code'], message: string) {
    super(message);
    this.code = code;
  }
}

type Result<M extends Method> = Requests[M]['result'] | Promise<Requests[M]['result']>;
type Handlers = { readonly [M in Method]: (params: Requests[M]['params'], signal: AbortSignal) => Result<M> };

export class Server {
  readonly #emit: (event: ServerEvent) => void;
  readonly #cache: string;
  readonly #lookOnly: boolean;
  readonly #pictures: Pictures;
  readonly #clips: Clips;
  #session: Session | undefined;
  /** Photos whose thumbnails were wanted last, the nearest to the viewport first. */
  #shown: readonly number[] = [];
  #answers: { readonly store: Store; readonly answers: Answers } | undefined;

  constructor(options: ServerOptions, mediaEntry: URL, emit: (event: ServerEvent) => void) {
    this.#emit = emit;
    this.#lookOnly = options.noPrograms === true;
    this.#cache = options.cacheDir == null || options.cacheDir === '' ? cacheFolder() : path.resolve(options.cacheDir);
    this.#pictures = new Pictures({
      cacheDir: this.#cache,
      ...(options.ffmpeg == null || options.ffmpeg === '' ? {} : { ffmpeg: options.ffmpeg }),
      noPrograms: options.noPrograms === true,
      ...(options.thumbnailBytes == null ? {} : { thumbnailBytes: options.thumbnailBytes }),
      processEntry: mediaEntry,
      absent: () => this.#session?.absence,
      onThumb: thumb => emit({ event: 'thumb', thumb }),
      log: (level, message) => emit({ event: 'log', level, message }),
    });
    this.#clips = new Clips({
      cacheDir: this.#cache,
      ffmpeg: options.ffmpeg,
      noPrograms: options.noPrograms === true,
      absent: () => this.#session?.absence,
    });
  }

  async end(): Promise<void> {
    this.#session?.end();
    this.#clips.end();
    await this.#pictures.end();
  }

  handle<M extends Method>(method: M, params: Requests[M]['params'], signal: AbortSignal): Result<M> {
    const handler = Object.hasOwn(this.#handlers, method) ? this.#handlers[method] : undefined;
    if (handler == null) throw new RequestFailed('bad-request', `There is no request "${String(method)}".`);
    return handler(params, signal);
  }

  readonly #handlers: Handlers = {
    open: ({ root }) => {
      this.#session?.end();
      this.#session = new Session(path.resolve(root), this.#cache, this.#emit, this.#lookOnly);
      return this.#session.start();
    },
    state: () => this.#open().state(),
    years: () => this.#whenReady([], answers => answers.years()),
    months: params => this.#whenReady([], answers => answers.months(params)),
    days: params => this.#whenReady([], answers => answers.days(params)),
    problemCodes: () => this.#whenReady([], answers => answers.problemCodes()),
    problems: params => this.#whenReady([], answers => answers.problems(params)),
    shape: params => this.#whenReady(emptyShape(), answers => answers.shape(params)),
    counts: (params, signal) => this.#whenReady(Promise.resolve([]), answers => answers.counts(params, signal)),
    values: params => this.#whenReady([], answers => answers.values(params)),
    items: params => this.#whenReady([], answers => answers.items(params)),
    thumbs: ({ ids }) => this.#thumbs(ids),
    preview: ({ id }, signal) => this.#preview(id, signal),
    readPlace: async ({ text }) => placeOf(text) ?? null,
    clip: ({ id }, signal) => this.#clip(id, signal),
    details: ({ ids }, signal) => detailsOf(this.#ready(), ids, signal),
    changedOnDisk: params => this.#changedOnDisk(params),
    jobs: () => this.#open().jobs(),
    lastChange: () => this.#whenReady(null, answers => answers.lastChange()),
    history: params => this.#whenReady([], answers => answers.history(params)),
    undoAtOnce: params => this.#changed(answers => answers.undoAtOnce(params)),
    albumsOf: params => this.#whenReady([], answers => answers.albumsOf(params)),
    album: params => this.#changed(answers => answers.album(params)),
    holdings: params => this.#whenReady({ uuids: [], files: 0, bytes: 0 }, answers => answers.holdings(params)),
    find: params => this.#find(params.path),
    stop: params => this.#whenReady(false, answers => answers.stop(params)),
    mark: params => {
      const answer = this.#whenReady(null, answers => answers.mark(params));
      this.#session?.announce();
      return answer;
    },
  };

  /** What writes, and is to be seen at once. */
  #changed<T>(change: (answers: Answers) => T): T {
    const store = this.#ready();
    const answer = change(this.#answersOf(store));
    this.#session?.announce();
    return answer;
  }

  #answersOf(store: Store): Answers {
    if (this.#answers?.store !== store) this.#answers = { store, answers: new Answers(store) };
    return this.#answers.answers;
  }

  #open(): Session {
    if (this.#session == null) throw new RequestFailed('not-open', 'No backup is open.');
    return this.#session;
  }

  #ready(): Store {
    const { store } = this.#open();
    if (store == null) throw new RequestFailed('not-open', 'This folder is not indexed yet.');
    return store;
  }

  /** A folder that is no backup yet has nothing in it, which is no error. */
  #whenReady<T>(otherwise: T, ask: (answers: Answers) => T): T {
    const { store } = this.#open();
    if (store == null) return otherwise;
    return ask(this.#answersOf(store));
  }

  #find(file: string): Requests['find']['result'] {
    const { root } = this.#open();
    const place = placeInBackup(root, file);
    return place == null ? null : this.#whenReady(null, answers => answers.find(place));
  }

  #sources(ids: readonly number[]): { sources: PictureSource[]; none: ThumbState[] } {
    const { store, root } = this.#open();
    const sources: PictureSource[] = [];
    const none: ThumbState[] = [];
    if (store == null) return { sources, none };
    for (const picture of assetPictures(store.db, root, ids)) {
      const { id, file, key, width, height, fileType, name } = picture;
      const kind = fileKind(name);
      if (picture.onlineOnly)
        none.push({ id, state: 'none', why: 'It is online only: its bytes are not on this disk.' });
      else if (picture.size === 0) none.push({ id, state: 'none', why: 'It has 0 bytes: there is no picture in it.' });
      else if (key == null) none.push({ id, state: 'none', why: 'It could not be read when it was indexed.' });
      else
        sources.push({
          id,
          file,
          key,
          width,
          height,
          fileType,
          kind: kind === 'video' || kind === 'raw' ? kind : 'image',
        });
    }
    return { sources, none };
  }

  async #changedOnDisk({ paths, shown }: Requests['changedOnDisk']['params']): Promise<number> {
    // Of a drive that is away nothing is to be believed.
    if (this.#session?.absence != null) return 0;
    const ids = shown ? this.#shown.slice(0, MAX_SHOWN) : [];
    return this.#whenReady(Promise.resolve(0), answers => answers.changedOnDisk(paths, ids));
  }

  #thumbs(ids: readonly number[]): null {
    this.#shown = ids;
    const { sources, none } = this.#sources(ids);
    for (const thumb of none) this.#emit({ event: 'thumb', thumb });
    this.#pictures.want(sources);
    return null;
  }

  async #clip(id: number, signal: AbortSignal): Promise<Clip> {
    const { store, root } = this.#open();
    const film = store == null ? undefined : assetFilm(store.db, root, id);
    return film == null ? { state: 'none', why: 'There is no film of it any more.' } : this.#clips.clip(film, signal);
  }

  async #preview(id: number, signal: AbortSignal): Promise<Preview> {
    const { sources, none } = this.#sources([id]);
    const [source] = sources;
    if (source != null) return this.#pictures.preview(source, signal);
    const [reason] = none;
    return { state: 'none', why: reason?.state === 'none' ? reason.why : 'This photo is not in the catalog any more.' };
  }
}

/** Photos that are looked after on the disk: about what a screen shows. */
const MAX_SHOWN = 200;

function emptyShape(): Requests['shape']['result'] {
  return {
    version: 0,
    ids: new Uint32Array(0),
    aspects: new Float32Array(0),
    days: new Int32Array(0),
    counts: new Uint32Array(0),
    stacks: new Uint32Array(0),
    bytes: 0,
  };
}
