import * as vscode from 'vscode';
import type { AlbumChanged, AlbumWish } from '../../protocol/albums.ts';
import type { FieldValue } from '../../protocol/search.ts';
import type { BackupSession } from '../backup/session.ts';
import type { GridPanels } from '../grid/panels.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { toFailure } from '../server/failure.ts';
import { askAlbum, askAlbumName } from './ask-album.ts';

const { l10n } = vscode;

/** As many as a grid tells of. */
const MOST = 10_000;
const MOST_ALBUMS = 5000;

/** Albums by hand: each time a change, written at once, which the history takes back. */
export class Albums {
  readonly #session: BackupSession;
  readonly #runner: JobRunner;
  readonly #grids: GridPanels;
  readonly #locale: string;

  constructor(session: BackupSession, runner: JobRunner, grids: GridPanels, locale: string) {
    this.#session = session;
    this.#runner = runner;
    this.#grids = grids;
    this.#locale = locale;
  }

  /** An album with nothing in it. */
  async make(): Promise<void> {
    await this.#guarded(async () => {
      const name = await askAlbumName(l10n.t('New Album'), '', await this.#all());
      if (name == null) return;
      await this.#ask({ do: 'make', name });
      this.#say(l10n.t('Made the album “{0}”. Drag photos onto it, or press B on them.', name));
    });
  }

  async rename(row?: unknown): Promise<void> {
    await this.#guarded(async () => {
      const title = l10n.t('Rename Album');
      const name = nameOf(row) ?? (await this.#which(title));
      if (name == null) return;
      const albums = await this.#all();
      const to = await askAlbumName(title, name, albums);
      if (to == null || to === name) return;
      await this.#ask({ do: 'rename', name, to });
      await this.#follow(albums.find(album => album.name === name)?.query, to);
      this.#say(l10n.t('“{0}” is called “{1}” now', name, to));
    });
  }

  /** The grid that shows an album goes on showing it. */
  async #follow(query: string | undefined, to: string): Promise<void> {
    if (query == null || this.#grids.query.trim() !== query) return;
    const now = (await this.#all()).find(({ name }) => name === to)?.query;
    if (now != null) this.#grids.show({ kind: 'all' }, { query: now, title: to });
  }

  /** Its photos stay; the way back is offered, so nothing is asked. */
  async remove(row?: unknown): Promise<void> {
    await this.#guarded(async () => {
      const name = nameOf(row) ?? (await this.#which(l10n.t('Remove Album')));
      if (name == null) return;
      const { change } = await this.#ask({ do: 'remove', name });
      const undo = l10n.t('Undo');
      const message = l10n.t('The album “{0}” was removed. Its photos stay.', name);
      void vscode.window.showInformationMessage(message, undo).then(choice => {
        if (choice === undo && change != null) void this.#undo(change);
      });
    });
  }

  /** Puts what is selected into an album: that of the row, or one that is chosen or typed. */
  async add(row?: unknown): Promise<void> {
    await this.#guarded(async () => {
      const ids = this.#chosen();
      if (ids == null) return;
      const albums = await this.#all();
      const name = nameOf(row) ?? (await askAlbum(l10n.t('Add to Album'), albums, true, this.#locale));
      if (name != null) await this.put(name, ids);
    });
  }

  /** Puts photos that were dragged into an album, or into a new one where none is named. */
  async drop(row: unknown, ids: readonly number[]): Promise<void> {
    await this.#guarded(async () => {
      const name = nameOf(row) ?? (await askAlbumName(l10n.t('New Album'), '', await this.#all()));
      if (name != null) await this.put(name, ids);
    });
  }

  async put(name: string, ids: readonly number[]): Promise<void> {
    const { moved } = await this.#ask({ do: 'add', name, ids });
    if (moved === 0) this.#say(l10n.t('All of them are in “{0}” already', name));
    else if (moved === 1) this.#say(l10n.t('1 photo put into “{0}”', name));
    else this.#say(l10n.t('{0} photos put into “{1}”', moved.toLocaleString(this.#locale), name));
  }

  /** Takes what is selected out of an album: that of the row, that which is shown, or one that is chosen. */
  async take(row?: unknown): Promise<void> {
    await this.#guarded(async () => {
      const ids = this.#chosen();
      if (ids == null) return;
      const name = nameOf(row) ?? (await this.#ofChosen(ids));
      if (name == null) return;
      const { moved } = await this.#ask({ do: 'take', name, ids });
      if (moved === 0) this.#say(l10n.t('None of them is in “{0}”', name));
      else if (moved === 1) this.#say(l10n.t('1 photo taken out of “{0}”', name));
      else this.#say(l10n.t('{0} photos taken out of “{1}”', moved.toLocaleString(this.#locale), name));
    });
  }

  async #ofChosen(ids: readonly number[]): Promise<string | undefined> {
    const albums = await this.#session.request('albumsOf', { ids });
    const shown = albums.find(({ query }) => query === this.#grids.query.trim());
    if (shown != null) return shown.name;
    if (albums.length === 0) void vscode.window.showInformationMessage(l10n.t('What is selected is in no album.'));
    if (albums.length <= 1) return albums[0]?.name;
    return askAlbum(l10n.t('Remove from Album'), albums, false, this.#locale);
  }

  async #which(title: string): Promise<string | undefined> {
    const albums = (await this.#all()).filter(({ foreign }) => foreign !== true);
    if (albums.length > 0) return askAlbum(title, albums, false, this.#locale);
    void vscode.window.showInformationMessage(l10n.t('There is no album in this backup yet.'));
    return undefined;
  }

  #all(): Promise<readonly FieldValue[]> {
    return this.#session.request('values', { field: 'album', text: '', limit: MOST_ALBUMS });
  }

  #ask(wish: AlbumWish): Promise<AlbumChanged> {
    return this.#session.request('album', wish);
  }

  /** Catalog ids of what is selected, or else has the focus; undefined where there is nothing or too much, which is said. */
  #chosen(): readonly number[] | undefined {
    const { ids, count, focused } = this.#grids.selection;
    const chosen = count > 0 ? ids : focused == null ? [] : [focused];
    if (count > chosen.length) {
      const most = MOST.toLocaleString(this.#locale);
      void vscode.window.showWarningMessage(
        l10n.t('More than {0} photos are selected. Select fewer, or use the command line: keepsake album.', most),
      );
      return undefined;
    }
    if (chosen.length === 0) void vscode.window.showInformationMessage(l10n.t('Select photos in the grid first.'));
    return chosen.length === 0 ? undefined : chosen;
  }

  async #undo(change: string): Promise<void> {
    await this.#guarded(async () => {
      await this.#session.request('undoAtOnce', { change });
    });
  }

  #say(text: string): void {
    vscode.window.setStatusBarMessage(text, 5000);
  }

  /** What goes wrong is shown; nothing is written in Restricted Mode. */
  async #guarded(act: () => Promise<void>): Promise<void> {
    if (!(await this.#runner.allowed())) return;
    try {
      await act();
    } catch (error) {
      const { code, message } = toFailure(error);
      if (code !== 'cancelled') void vscode.window.showErrorMessage(message);
    }
  }
}

/** The album of a row of the tree; commands can be called with anything. */
function nameOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row == null) return undefined;
  const { kind, name } = row as { kind?: unknown; name?: unknown };
  return kind === 'album' && typeof name === 'string' ? name : undefined;
}
