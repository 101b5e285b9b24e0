import * as vscode from 'vscode';

/** Where the choice of a folder is kept, in the workspace's storage: an absolute path. */
const CHOSEN = 'backup';

/** Whether the folder has been indexed at least once: it then has `.keepsake/`. */
export async function isBackup(folder: vscode.Uri): Promise<boolean> {
  try {
    const stat = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, '.keepsake'));
    return (stat.type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

/** The window's folders on a disk; others can't be a backup. */
export function diskFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(folder => folder.uri.scheme === 'file');
}

/** The window's folders that are backups. */
export async function backupFolders(): Promise<readonly vscode.WorkspaceFolder[]> {
  const folders = diskFolders();
  const backups = await Promise.all(folders.map(folder => isBackup(folder.uri)));
  return folders.filter((_, index) => backups[index]);
}

/** The folder to open by itself: the one that was chosen for this workspace, else the first that is a backup. */
export async function folderToOpen(memento: vscode.Memento): Promise<string | null> {
  const chosen = memento.get<string>(CHOSEN);
  if (chosen != null) return chosen;
  const [first] = await backupFolders();
  return first?.uri.fsPath ?? null;
}

export async function rememberFolder(memento: vscode.Memento, root: string): Promise<void> {
  await memento.update(CHOSEN, root);
}

/**
 * Asks which folder to open: one of the window's, where there are several to choose from, or any other by
 * dialog. Undefined where the person changed their mind.
 */
export async function askForFolder(current: string | undefined): Promise<vscode.Uri | undefined> {
  const others = diskFolders().filter(folder => folder.uri.fsPath !== current);
  if (others.length > 0) {
    const backups = new Set(await backupFolders());
    const items = others.map(folder => ({
      label: folder.name,
      description: folder.uri.fsPath,
      detail: backups.has(folder) ? '' : vscode.l10n.t('Not a backup yet'),
      uri: folder.uri as vscode.Uri | undefined,
    }));
    const other = { label: vscode.l10n.t('Another Folder…'), description: '', detail: '', uri: undefined };
    const choice = await vscode.window.showQuickPick([...items, other], {
      title: vscode.l10n.t('Open Backup'),
      placeHolder: vscode.l10n.t('The folder that holds your photos'),
    });
    if (choice == null || choice.uri != null) return choice?.uri;
  }
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open Backup'),
      openLabel: vscode.l10n.t('Open Backup'),
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
    })) ?? [];
  return folder;
}

/** Which of the window's folders to index, or undefined where there is none, or the person changed their mind. */
export async function askWhichToIndex(): Promise<vscode.Uri | undefined> {
  const folders = diskFolders();
  if (folders.length < 2) return folders[0]?.uri;
  const choice = await vscode.window.showQuickPick(
    folders.map(folder => ({ label: folder.name, description: folder.uri.fsPath, uri: folder.uri })),
    { title: vscode.l10n.t('Index a Folder'), placeHolder: vscode.l10n.t('The folder that holds your photos') },
  );
  return choice?.uri;
}
