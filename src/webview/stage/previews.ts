import type { Preview } from '../../protocol/picture.ts';
import type { Channel } from '../channel.ts';

export type LoadedPreview =
  | { readonly state: 'ready'; readonly address: string; readonly width: number; readonly height: number }
  | { readonly state: 'none'; readonly why: string };

interface Entry {
  readonly loaded: Promise<LoadedPreview>;
  readonly abort: AbortController;
  blob: string | null;
  /** What it was made of is named by its file's name. */
  file: string | null;
  /** The photo may be another by now. */
  stale: boolean;
}

const usual = 5;

/**
 * Pictures for the loupe. They are fetched as a range into a blob that is revoked: VS Code's webview keeps every whole
 * answer for ever, which at the size of previews fills a disk.
 */
export class Previews {
  readonly #channel: Channel;
  readonly #entries = new Map<number, Entry>();
  base = '';

  /** How many are kept: the shown one, its neighbours, and those just left; more where several are shown. */
  bound = usual;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  load(id: number): Promise<LoadedPreview> {
    let entry = this.#entries.get(id);
    if (entry?.stale === true) return this.#renewed(id, entry);
    if (entry === undefined) {
      const abort = new AbortController();
      const loaded = this.#fetch(
        id,
        abort.signal,
        blob => (made.blob = blob),
        file => (made.file = file),
      );
      const made: Entry = { loaded, abort, blob: null, file: null, stale: false };
      entry = made;
      // One that failed may be asked for again.
      made.loaded.catch(() => {
        if (this.#entries.get(id) === made) this.#drop(id, made);
      });
    } else this.#entries.delete(id);
    this.#entries.set(id, entry);
    for (const [old, dropped] of this.#entries) {
      if (this.#entries.size <= this.bound) break;
      this.#drop(old, dropped);
    }
    return entry.loaded;
  }

  /** Files may have been edited: each is asked for again when it is wanted, and fetched where it is another. */
  outdate(): void {
    for (const entry of this.#entries.values()) entry.stale = true;
  }

  async #renewed(id: number, entry: Entry): Promise<LoadedPreview> {
    entry.stale = false;
    const preview = await this.#channel.request('preview', { id }, { timeout: 120_000 }).catch(() => null);
    const same = preview === null || (preview.state === 'ready' && preview.file === entry.file);
    if (!same && this.#entries.get(id) === entry) this.#drop(id, entry);
    return this.#entries.get(id) === entry ? entry.loaded : this.load(id);
  }

  /** Frees them all. */
  clear(): void {
    this.bound = usual;
    for (const [id, entry] of this.#entries) this.#drop(id, entry);
  }

  #drop(id: number, entry: Entry): void {
    this.#entries.delete(id);
    entry.abort.abort();
    if (entry.blob !== null) URL.revokeObjectURL(entry.blob);
  }

  async #fetch(
    id: number,
    signal: AbortSignal,
    keep: (blob: string) => void,
    named: (file: string) => void,
  ): Promise<LoadedPreview> {
    const preview: Preview = await this.#channel.request('preview', { id }, { signal, timeout: 120_000 });
    if (preview.state === 'none') return preview;
    named(preview.file);
    const plain = `${this.base}/${preview.file.split('/').map(encodeURIComponent).join('/')}`;
    const size = { width: preview.width, height: preview.height };
    try {
      const answer = await fetch(plain, { headers: { Range: 'bytes=0-' }, signal });
      if (!answer.ok) throw new Error(`Status ${answer.status}`);
      const address = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: preview.mime }));
      if (signal.aborted) {
        URL.revokeObjectURL(address);
        throw new Error('Aborted');
      }
      keep(address);
      return { state: 'ready', address, ...size };
    } catch (error) {
      if (signal.aborted) throw error;
      return { state: 'ready', address: plain, ...size };
    }
  }
}
