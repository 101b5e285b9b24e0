import * as vscode from 'vscode';
import type { BackupSession } from '../backup/session.ts';
import type { EditPreviews } from '../edit/edit-previews.ts';
import { EditRun } from '../edit/edit-run.ts';
import { editFields } from '../edit/fields.ts';
import type { Plans } from '../export/plans.ts';
import { runCommandLine } from '../jobs/command-line.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { toFailure } from '../server/failure.ts';
import { commandEnvironment, editTarget } from '../settings.ts';

const { l10n } = vscode;

export interface RenamingParts {
  readonly session: BackupSession;
  readonly runner: JobRunner;
  readonly plans: Plans;
  readonly previews: EditPreviews;
  /** Absolute path of the bundled command line. */
  readonly script: string;
  readonly locale: string;
}

/** The row of a tree: what is to be called otherwise, and the query that finds it. */
interface Named {
  readonly kind: 'person' | 'keyword';
  readonly name: string;
  readonly query: string;
}

/**
 * A person, or a keyword, is called otherwise in all photos that name it: an edit like any other, planned and shown
 * before. Where the new name is one that there is already, the two are one from then on.
 */
export class Renaming {
  readonly #parts: RenamingParts;

  constructor(parts: RenamingParts) {
    this.#parts = parts;
  }

  /** @param row of the tree; commands can be called with anything */
  async start(row: unknown): Promise<void> {
    const { kind, name, query } = (row ?? {}) as { [K in keyof Named]?: unknown };
    if ((kind !== 'person' && kind !== 'keyword') || typeof name !== 'string' || typeof query !== 'string') return;
    if (!(await this.#parts.runner.allowed())) return;
    try {
      const to = await this.#ask({ kind, name, query });
      if (to != null && to !== name) await this.#plan({ kind, name, query }, to);
    } catch (error) {
      void vscode.window.showErrorMessage(toFailure(error).message);
    }
  }

  async #ask({ kind, name }: Named): Promise<string | undefined> {
    const others = await this.#parts.session.request('values', { field: kind, text: '', limit: 5000 });
    const known = new Set(others.map(one => one.name));
    const id = kind === 'person' ? 'addPerson' : 'addKeyword';
    const fault = editFields(l10n).find(field => field.id === id)?.fault;
    const to = await vscode.window.showInputBox({
      title: kind === 'person' ? l10n.t('Rename Person') : l10n.t('Rename Keyword'),
      value: name,
      prompt: l10n.t('The name in every photo that has it; a plan is shown first'),
      validateInput: text => {
        const wrong = fault?.(text.trim());
        if (wrong != null) return wrong;
        if (text.trim() === name || !known.has(text.trim())) return undefined;
        return {
          message: l10n.t('There is one of this name already: the two become one.'),
          severity: vscode.InputBoxValidationSeverity.Info,
        };
      },
    });
    return to?.trim();
  }

  async #plan({ kind, name, query }: Named, to: string): Promise<void> {
    const { session, plans, script, previews, runner } = this.#parts;
    const root = session.state?.root;
    if (root == null) return;
    const plan = plans.fresh(new Date(), 'Edit');
    const tag = kind === 'person' ? 'people' : 'keywords';
    const values = [`--set=${tag}-=${name}`, `--set=${tag}+=${to}`];
    const args = [
      'edit',
      '--json',
      `--select=${query}`,
      `--plan=${plan}`,
      `--to=${editTarget()}`,
      ...values,
      '--',
      root,
    ];
    const run = new EditRun();
    const location = vscode.ProgressLocation.Notification;
    const { said } = await vscode.window.withProgress(
      { location, title: l10n.t('Looking at what is to be written'), cancellable: true },
      (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return runCommandLine(script, args, {
          env: commandEnvironment(),
          onLine: line => run.hear(line),
          signal: abort.signal,
        });
      },
    );
    const { summary, findings } = run;
    if (summary?.stopped === true) return;
    if (summary?.plan == null) throw new Error(summary?.message ?? said);
    if (summary.actions === 0) {
      const nothing = l10n.t('There is nothing to change: it is so already, or can’t be.');
      void vscode.window.showInformationMessage([nothing, ...findings].join(' '));
      return;
    }
    const photos = summary.assets === 1 ? l10n.t('1 photo') : l10n.t('{0} photos', this.#number(summary.assets));
    await previews.show(plan, l10n.t('Edit of {0}: Before ↔ After', photos));
    const text = l10n.t('The plan is ready: {0} to be edited. Nothing is changed yet.', photos);
    const apply = l10n.t('Apply Edit');
    if ((await vscode.window.showInformationMessage([text, ...findings].join(' '), apply)) === apply)
      await runner.applyPlan(root, plan, 'edit');
  }

  #number(count: number): string {
    return count.toLocaleString(this.#parts.locale);
  }
}
