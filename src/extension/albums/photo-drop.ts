import * as vscode from 'vscode';
import * as z from 'zod';
import { PHOTOS_TYPE } from '../ids.ts';
import type { CollectionRow } from '../views/collection-rows.ts';
import type { Albums } from './albums.ts';

const dragged = z.array(z.int().nonnegative().max(0xffff_ffff)).min(1).max(10_000);

/** Photos that are dragged out of a grid onto an album of the tree, or onto the heading of all albums for a new one. */
export class PhotoDrop implements vscode.TreeDragAndDropController<CollectionRow> {
  readonly dropMimeTypes = [PHOTOS_TYPE];
  readonly dragMimeTypes = [];
  readonly #albums: Albums;

  constructor(albums: Albums) {
    this.#albums = albums;
  }

  async handleDrop(target: CollectionRow | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const ids = dragged.safeParse(parsed(await transfer.get(PHOTOS_TYPE)?.asString()));
    if (!ids.success) return;
    const isNew = target?.kind === 'section' && target.section === 'albums';
    if (target?.kind === 'album' || isNew) await this.#albums.drop(target, ids.data);
    else
      vscode.window.setStatusBarMessage(
        vscode.l10n.t('Photos can be dropped onto an album, or onto “Albums” for a new one'),
        5000,
      );
  }
}

/** A drag may come from anywhere. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
