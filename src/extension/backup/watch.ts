import * as vscode from 'vscode';
import { diskFolders, folderToOpen } from './folder.ts';
import type { BackupSession } from './session.ts';

/** While no backup is open: opens the window's folder once it is one, as when `keepsake index` ran in a terminal. */
export function watchForBackup(session: BackupSession, memento: vscode.Memento): vscode.Disposable {
  let watchers: vscode.Disposable[] = [];
  const look = async () => {
    const folder = session.state == null ? await folderToOpen(memento) : null;
    if (folder != null && session.state == null) await session.open(folder);
  };
  const watch = () => {
    vscode.Disposable.from(...watchers).dispose();
    watchers = diskFolders().map(folder => {
      const pattern = new vscode.RelativePattern(folder, '.keepsake');
      const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, true);
      watcher.onDidCreate(look);
      return watcher;
    });
  };
  watch();
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
    watch();
    void look();
  });
  return new vscode.Disposable(() => vscode.Disposable.from(folders, ...watchers).dispose());
}
