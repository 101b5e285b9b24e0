import * as vscode from 'vscode';
import type { FromWebview } from '../../protocol/webview.ts';
import { insideBackup } from '../backup/inside.ts';
import { type Command, Commands } from '../ids.ts';

/** What a view may have done outside of itself. */
export type WebviewErrand = Extract<FromWebview, { type: 'run' | 'reveal' | 'openOutside' | 'copy' | 'place' }>;

const COMMANDS: { readonly [C in Extract<FromWebview, { type: 'run' }>['command']]: Command } = {
  index: Commands.indexBackup,
  verify: Commands.verifyBackup,
  openBackup: Commands.openBackup,
  showDetails: Commands.showDetails,
  showLog: Commands.showLog,
  undo: Commands.undoChange,
  quarantine: Commands.quarantine,
  addToAlbum: Commands.addToAlbum,
  removeFromAlbum: Commands.removeFromAlbum,
  rotateLeft: Commands.rotateLeft,
  rotateRight: Commands.rotateRight,
  editInDetails: Commands.editInDetails,
  copyMetadata: Commands.copyMetadata,
  pasteMetadata: Commands.pasteMetadata,
  saveSearch: Commands.saveSearch,
};

/** @param root of the open backup, or null */
export async function runFromWebview(errand: WebviewErrand, root: string | null): Promise<void> {
  switch (errand.type) {
    case 'run':
      await vscode.commands.executeCommand(COMMANDS[errand.command]);
      return;
    case 'reveal': {
      const file = root == null ? null : insideBackup(root, errand.path);
      if (file != null) await revealFile(file);
      return;
    }
    case 'openOutside': {
      const file = root == null ? null : insideBackup(root, errand.path);
      if (file != null) await openOutside(file);
      return;
    }
    case 'copy':
      await vscode.env.clipboard.writeText(errand.text);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', errand.what), 3000);
      return;
    case 'place':
      await offerPlace(errand.lat, errand.lon);
      return;
  }
}

/** Shows a file in the Explorer where it is in the workspace, else in the system's file manager. */
export async function revealFile(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  const inWorkspace = vscode.workspace.getWorkspaceFolder(uri) != null;
  await vscode.commands.executeCommand(inWorkspace ? 'revealInExplorer' : 'revealFileInOS', uri);
}

/** Opens a file in the program that the system has for it; where that is another computer's, shows where it lies. */
async function openOutside(file: string): Promise<void> {
  const isHere = vscode.env.remoteName == null && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (!isHere || !(await vscode.env.openExternal(vscode.Uri.file(file)))) await revealFile(file);
}

/** Copies coordinates, or opens a map in the browser: only ever on the person's word, since that leaves the computer. */
async function offerPlace(lat: number, lon: number): Promise<void> {
  const coordinates = `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
  const copy = { label: `$(copy) ${vscode.l10n.t('Copy Coordinates')}`, description: coordinates };
  const open = {
    label: `$(link-external) ${vscode.l10n.t('Open in Browser')}`,
    description: 'openstreetmap.org',
    detail: vscode.l10n.t('Tells that site which place you look at.'),
  };
  const choice = await vscode.window.showQuickPick([copy, open], { title: vscode.l10n.t('Place') });
  if (choice === copy) await vscode.env.clipboard.writeText(coordinates);
  if (choice === open) {
    const query = `mlat=${lat.toFixed(6)}&mlon=${lon.toFixed(6)}`;
    await vscode.env.openExternal(vscode.Uri.parse(`https://www.openstreetmap.org/?${query}`));
  }
}
