import * as vscode from 'vscode';
import type { DetailField } from '../../protocol/details.ts';
import type { BackupSession } from '../backup/session.ts';
import type { GridPanels } from '../grid/panels.ts';
import { toFailure } from '../server/failure.ts';
import type { Editing } from './editing.ts';

const { l10n } = vscode;

interface Source {
  readonly root: string;
  readonly id: number;
  readonly uid: string;
  readonly name: string;
}

/** What one photo says is given to others: date, place, words. */
export class Copying {
  readonly #session: BackupSession;
  readonly #grids: GridPanels;
  readonly #editing: Editing;
  #source: Source | undefined;

  constructor(session: BackupSession, grids: GridPanels, editing: Editing) {
    this.#session = session;
    this.#grids = grids;
    this.#editing = editing;
  }

  /** Remembers the photo that the keys stand on. */
  async copy(): Promise<void> {
    const { ids, focused } = this.#grids.selection;
    const id = focused ?? ids[0];
    const root = this.#session.state?.root;
    if (id == null || root == null) {
      void vscode.window.showInformationMessage(
        l10n.t('Select the photo that is to be copied from in the grid first.'),
      );
      return;
    }
    const [item] = await this.#session.request('items', { ids: [id] });
    if (item == null) return;
    this.#source = { root, id, uid: item.uid, name: item.name };
    vscode.window.setStatusBarMessage(l10n.t('Metadata of {0} can be pasted onto other photos now', item.name), 5000);
  }

  async paste(): Promise<void> {
    const source = this.#source;
    if (source == null || source.root !== this.#session.state?.root) {
      void vscode.window.showInformationMessage(
        l10n.t('Copy the metadata of a photo first: select it, and run “Copy Metadata”.'),
      );
      return;
    }
    try {
      const { fields } = await this.#session.request('details', { ids: [source.id] });
      const items = offered(fields);
      if (items.length === 0) {
        void vscode.window.showInformationMessage(l10n.t('{0} says nothing that could be pasted.', source.name));
        return;
      }
      const chosen = await vscode.window.showQuickPick(items, {
        canPickMany: true,
        title: l10n.t('Paste Metadata of {0}', source.name),
        placeHolder: l10n.t('What the selected photos are to get'),
      });
      if (chosen == null || chosen.length === 0) return;
      await this.#editing.planOf([
        { field: { id: 'copyFrom', argument: answer => `--copy-from=${answer}` }, answer: source.uid },
        {
          field: { id: 'copy', argument: answer => `--copy=${answer}` },
          answer: chosen.map(({ field }) => field).join(),
        },
      ]);
    } catch (error) {
      void vscode.window.showErrorMessage(toFailure(error).message);
    }
  }
}

interface Offer extends vscode.QuickPickItem {
  /** As the command line names it. */
  readonly field: string;
}

/** What the photo has; of the albums and the camera nothing can be given to others. */
function offered(fields: readonly DetailField[]): readonly Offer[] {
  const names = {
    gps: [l10n.t('Place'), 'gps'],
    capturedAt: [l10n.t('Date and time'), 'date'],
    title: [l10n.t('Title'), 'title'],
    description: [l10n.t('Caption'), 'description'],
    keywords: [l10n.t('Keywords'), 'keywords'],
    people: [l10n.t('People'), 'people'],
    creator: [l10n.t('Creator'), 'creator'],
    copyright: [l10n.t('Copyright'), 'copyright'],
    rating: [l10n.t('Stars'), 'rating'],
  } as const satisfies Partial<Record<DetailField['id'], readonly [string, string]>>;
  return fields.flatMap(({ id, value, origin }) => {
    const [label, field] = id in names ? names[id as keyof typeof names] : [];
    // The date of the file itself is none that was given to the photo.
    if (label == null || field == null || origin === 'mtime') return [];
    const description =
      value.type === 'list'
        ? value.items.map(({ text }) => text).join(', ')
        : value.type === 'gps'
          ? `${value.lat.toFixed(5)}, ${value.lon.toFixed(5)}`
          : value.type === 'differs'
            ? ''
            : value.text;
    return [{ label, field, description, picked: id === 'gps' }];
  });
}
