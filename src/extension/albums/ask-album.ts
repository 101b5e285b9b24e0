import * as vscode from 'vscode';
import type { FieldValue } from '../../protocol/search.ts';

const { l10n } = vscode;

/** As long as the record takes it. */
const MOST_CHARACTERS = 1000;

/** Why an album can't be called so; undefined where it can. */
function wrong(name: string, own: string, albums: readonly FieldValue[]): string | undefined {
  if (name === '' || name.length > MOST_CHARACTERS) return l10n.t('Give it a name of 1 to 1000 characters.');
  if (/[\u0000-\u001f]/.test(name)) return l10n.t('A name has no line breaks and no control characters.');
  const taken = name !== own && albums.some(album => album.name === name && album.foreign !== true);
  return taken ? l10n.t('There is an album of this name already.') : undefined;
}

/** @param value what it is called so far, or '' @returns undefined where the person thought better of it */
export async function askAlbumName(
  title: string,
  value: string,
  albums: readonly FieldValue[],
): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    value,
    prompt: l10n.t('The name of the album'),
    validateInput: text => wrong(text.trim(), value, albums),
  });
  return name?.trim();
}

interface Entry extends vscode.QuickPickItem {
  readonly album: string;
}

/**
 * Lets the person choose an album by its name.
 * @param orNew what is typed and is no album may be a new one
 * @returns its name; undefined where the person thought better of it
 */
export async function askAlbum(
  title: string,
  albums: readonly FieldValue[],
  orNew: boolean,
  locale: string,
): Promise<string | undefined> {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const known: readonly Entry[] = albums
    .map(({ name, count }) => ({ label: name, description: count.toLocaleString(locale), album: name }))
    .sort((a, b) => compare(a.label, b.label));
  const pick = vscode.window.createQuickPick<Entry>();
  pick.title = title;
  pick.placeholder = orNew ? l10n.t('Choose an album, or type the name of a new one') : l10n.t('Choose an album');
  const offer = (): void => {
    const name = pick.value.trim();
    const isNew = orNew && wrong(name, '', albums) == null && !known.some(({ album }) => album === name);
    const made: Entry = { label: `$(add) ${l10n.t('New album “{0}”', name)}`, album: name, alwaysShow: true };
    pick.items = isNew ? [...known, made] : known;
  };
  offer();
  pick.onDidChangeValue(offer);
  pick.show();
  try {
    return await new Promise<string | undefined>(resolve => {
      pick.onDidAccept(() => resolve(pick.activeItems[0]?.album));
      pick.onDidHide(() => resolve(undefined));
    });
  } finally {
    pick.dispose();
  }
}
