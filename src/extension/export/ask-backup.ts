import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { diskFolders, isBackup } from '../backup/folder.ts';
import type { Asking } from './asking.ts';
import { ask, askText, BACK, type Choice } from './step.ts';

const { l10n } = vscode;

type Answer = { readonly folder: string } | 'other' | 'new';

/** Where to: the backup that is open comes first, then the window's folders, then any other or a new one. */
export async function askForBackup(asking: Asking, open: string | undefined): Promise<typeof BACK | undefined | true> {
  const { answers, title, step, steps } = asking;
  const folders = [...new Set([open, answers.backup, ...diskFolders().map(({ uri }) => uri.fsPath)])].filter(
    folder => folder != null,
  );
  for (;;) {
    const known: readonly Choice<Answer>[] = await Promise.all(
      folders.map(async folder => ({
        label: `$(${folder === open ? 'check' : 'folder'}) ${path.basename(folder)}`,
        description: path.dirname(folder),
        detail: folder === open ? l10n.t('The backup that is open') : await described(folder),
        value: { folder },
      })),
    );
    const answer = await ask<Answer>({
      title,
      step,
      steps,
      placeholder: l10n.t('Which backup should they come to?'),
      items: [
        ...known,
        { label: `$(folder-opened) ${l10n.t('Another Folder…')}`, value: 'other' },
        { label: `$(new-folder) ${l10n.t('A New Folder…')}`, value: 'new' },
      ],
    });
    if (answer == null || answer === BACK) return answer;
    const folder = typeof answer === 'object' ? answer.folder : await choose(answer, asking);
    if (folder === undefined) return undefined;
    if (folder === BACK) continue;
    answers.backup = folder;
    return true;
  }
}

async function described(folder: string): Promise<string> {
  if (!fs.existsSync(folder)) return l10n.t('A new folder');
  return (await isBackup(vscode.Uri.file(folder))) ? l10n.t('A backup') : l10n.t('Not a backup yet: it becomes one');
}

async function choose(
  what: 'other' | 'new',
  { answers, title, step, steps }: Asking,
): Promise<string | typeof BACK | undefined> {
  const beside = answers.backup == null ? os.homedir() : path.dirname(answers.backup);
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: what === 'other' ? l10n.t('Backup') : l10n.t('Where to Put the New Folder'),
      openLabel: what === 'other' ? l10n.t('Export into This') : l10n.t('Put It Here'),
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      defaultUri: vscode.Uri.file(beside),
    })) ?? [];
  if (chosen == null || chosen.scheme !== 'file') return BACK;
  if (what === 'other') return chosen.fsPath;
  const name = await askText({
    title,
    step,
    steps,
    prompt: l10n.t('The name of the new folder in {0}', chosen.fsPath),
    value: l10n.t('Photos'),
    fault: text => faultOfName(chosen.fsPath, text),
  });
  return typeof name === 'string' ? path.join(chosen.fsPath, name.trim()) : name;
}

function faultOfName(parent: string, text: string): string | undefined {
  const name = text.trim();
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name))
    return l10n.t('This is no name of a folder.');
  return fs.existsSync(path.join(parent, name))
    ? l10n.t('There is a {0} already: choose it with “Another Folder…”.', name)
    : undefined;
}
