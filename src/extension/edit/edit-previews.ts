import path from 'node:path';
import * as vscode from 'vscode';
import { ShownPlan } from '../export/shown-plan.ts';
import { EDIT_SCHEME } from '../ids.ts';
import { runCommandLine } from '../jobs/command-line.ts';
import { commandEnvironment } from '../settings.ts';
import { beforeAfter } from './before-after.ts';

const { l10n } = vscode;

/** Files that are shown; all of them are in the plan. */
const SHOWN = 2000;

/** The two sides of an edit that is planned: what files say now, and what they are to say. */
export class EditPreviews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #script: string;
  readonly #registration: vscode.Disposable;
  readonly #texts = new Map<string, Promise<ReturnType<typeof beforeAfter>>>();

  /** @param script absolute path of the bundled command line */
  constructor(script: string) {
    this.#script = script;
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(EDIT_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === EDIT_SCHEME) this.#texts.delete(uri.query);
      }),
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }

  /** @param plan absolute path @param title of the tab */
  async show(plan: string, title: string): Promise<void> {
    const [before, after] = (['before', 'after'] as const).map(side => uriOf(plan, side));
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: false });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const plan = editPlanOf(uri);
    if (plan == null) return l10n.t('This is no plan.');
    // Both sides are asked for at once.
    const text = this.#texts.get(uri.query) ?? this.#read(plan);
    this.#texts.set(uri.query, text);
    return (await text)[uri.fragment === 'before' ? 'before' : 'after'];
  }

  async #read(plan: string): Promise<ReturnType<typeof beforeAfter>> {
    const shown = new ShownPlan();
    await runCommandLine(this.#script, ['plan', 'show', '--json', `--limit=${SHOWN}`, '--', plan], {
      env: commandEnvironment(),
      onLine: line => shown.hear(line),
    });
    return beforeAfter(shown, l10n);
  }
}

function uriOf(plan: string, side: 'before' | 'after'): vscode.Uri {
  const name = path.basename(plan).replace(/\.plan\.jsonl$/i, '');
  return vscode.Uri.from({ scheme: EDIT_SCHEME, path: `/keepsake-edits/${name}`, query: plan, fragment: side });
}

/** The plan that one side of an edit is about. */
export function editPlanOf(uri: vscode.Uri): string | undefined {
  return uri.scheme === EDIT_SCHEME && path.isAbsolute(uri.query) ? uri.query : undefined;
}
