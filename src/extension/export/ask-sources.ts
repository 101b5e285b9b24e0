import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Asking } from './asking.ts';
import { isAccount } from './choices.ts';
import { ask, askText, BACK, type Choice } from './step.ts';

const { l10n } = vscode;

type Answer = { readonly do: 'go' | 'files' | 'folder' } | { readonly do: 'drop'; readonly source: string };

/** Which files or folders; several may belong together, as the zips of a Takeout do. */
export async function askForSources({ title, step, steps, answers }: Asking): Promise<typeof BACK | undefined | true> {
  if (answers.kind === 'icloudpd') return askForAccount({ title, step, steps, answers });
  for (;;) {
    const { sources } = answers;
    const answer = await ask<Answer>({
      title,
      step,
      steps,
      placeholder:
        sources.length === 0
          ? l10n.t('Which files or folders? All parts of an archive together')
          : l10n.t('Add what belongs to it, or go on'),
      items: items(sources),
      // On a chosen one, its button and Enter do the same: it is taken out.
      onButton: value => value,
    });
    if (answer == null || answer === BACK) return answer;
    if (answer.do === 'go') return true;
    if (answer.do === 'drop') answers.sources = sources.filter(source => source !== answer.source);
    else answers.sources = [...new Set([...sources, ...(await choose(answer.do, sources))])].sort();
  }
}

/** The password and the code are typed into the terminal, never here. */
async function askForAccount({ title, step, steps, answers }: Asking): Promise<typeof BACK | undefined | true> {
  const account = await askText({
    title,
    step,
    steps,
    prompt: l10n.t('Your Apple ID. The password is asked for in the terminal'),
    value: answers.sources.find(isAccount)?.slice('icloud:'.length) ?? '',
    fault: text =>
      /^[^\s@]+@[^\s@]+$/.test(text.trim()) ? undefined : l10n.t('An Apple ID looks like me@example.com.'),
  });
  if (typeof account !== 'string') return account;
  answers.sources = [`icloud:${account.trim()}`];
  return true;
}

function items(sources: readonly string[]): Choice<Answer>[] {
  const goOn =
    sources.length === 1
      ? l10n.t('Go On with {0}', path.basename(sources[0] ?? ''))
      : l10n.t('Go On with These {0}', sources.length);
  return [
    ...(sources.length > 0 ? [{ label: `$(arrow-right) ${goOn}`, value: { do: 'go' } as const }] : []),
    {
      label: `$(file-zip) ${l10n.t('Choose Files…')}`,
      description: l10n.t('zips or tars, several at once'),
      value: { do: 'files' },
    },
    {
      label: `$(folder) ${l10n.t('Choose a Folder…')}`,
      description: l10n.t('with the zips in it, with photos, or a library'),
      value: { do: 'folder' },
    },
    ...(sources.length > 0 ? [{ label: l10n.t('chosen'), kind: vscode.QuickPickItemKind.Separator }] : []),
    ...sources.map(source => ({
      label: path.basename(source),
      description: path.dirname(source),
      buttons: [{ iconPath: new vscode.ThemeIcon('close'), tooltip: l10n.t('Leave Out') }],
      value: { do: 'drop', source } as const,
    })),
  ];
}

async function choose(what: 'files' | 'folder', sources: readonly string[]): Promise<readonly string[]> {
  const last = sources.at(-1);
  const chosen = await vscode.window.showOpenDialog({
    title: what === 'files' ? l10n.t('Files to Export From') : l10n.t('Folder to Export From'),
    openLabel: l10n.t('Choose'),
    // On a Mac a library of Photos is a folder that is chosen as a file is.
    canSelectFiles: what === 'files' || process.platform === 'darwin',
    canSelectFolders: what === 'folder',
    canSelectMany: true,
    defaultUri: vscode.Uri.file(last != null ? path.dirname(last) : os.homedir()),
  });
  return (chosen ?? []).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}
