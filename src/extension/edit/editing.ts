import fs from 'node:fs';
import * as vscode from 'vscode';
import type { DetailField } from '../../protocol/details.ts';
import type { EditAnswer } from '../../protocol/webview.ts';
import type { BackupSession } from '../backup/session.ts';
import type { Plans } from '../export/plans.ts';
import { ask, askText, BACK } from '../export/step.ts';
import type { GridPanels } from '../grid/panels.ts';
import { runCommandLine } from '../jobs/command-line.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { toFailure } from '../server/failure.ts';
import { commandEnvironment, editTarget } from '../settings.ts';
import { formatBytes } from '../words/size.ts';
import { type EditPreviews, editPlanOf } from './edit-previews.ts';
import { EditRun, type EditSummary } from './edit-run.ts';
import { type Asked, type EditField, editArguments, editFields } from './fields.ts';

const { l10n } = vscode;

/** Ids that are asked for at once. */
const PAGE = 500;

export interface EditParts {
  readonly session: BackupSession;
  readonly runner: JobRunner;
  readonly grids: GridPanels;
  readonly plans: Plans;
  readonly previews: EditPreviews;
  /** Absolute path of the bundled command line. */
  readonly script: string;
  readonly locale: string;
}

/** Metadata of the selected photos are changed: asked for, planned, shown beside what is so now, and only then done. */
export class Editing implements vscode.Disposable {
  readonly #parts: EditParts;
  readonly #plans = new vscode.EventEmitter<string>();
  readonly #applies = new vscode.EventEmitter<void>();
  /** A plan is made and shown; says so in words. */
  readonly onDidPlan = this.#plans.event;
  /** A plan is being applied. */
  readonly onDidApply = this.#applies.event;
  /** The plan that was shown last, until it is applied. */
  #last: string | undefined;

  constructor(parts: EditParts) {
    this.#parts = parts;
  }

  dispose(): void {
    vscode.Disposable.from(this.#plans, this.#applies).dispose();
  }

  async start(): Promise<void> {
    const { runner } = this.#parts;
    if (!(await runner.allowed())) return;
    try {
      const ids = await this.#selected();
      if (ids == null) return;
      const asked = await this.#ask(ids);
      if (asked != null) await this.#show(ids, [asked]);
    } catch (error) {
      void vscode.window.showErrorMessage(toFailure(error).message);
    }
  }

  /** What was asked in the form of the details view. */
  async plan(answers: readonly EditAnswer[]): Promise<void> {
    const fields = new Map(editFields(l10n).map(field => [field.id, field]));
    await this.planOf(
      answers.flatMap(({ field, answer }) => {
        const known = fields.get(field);
        return known == null ? [] : [{ field: known, answer }];
      }),
      // The form says it itself, and a notification would lie upon its button.
      false,
    );
  }

  /** Of what is selected. @param isOffered whether a notification offers to apply it */
  async planOf(asked: readonly Asked[], isOffered = true): Promise<void> {
    if (!(await this.#parts.runner.allowed())) return;
    try {
      const ids = await this.#selected();
      if (ids != null) await this.#show(ids, asked, isOffered);
    } catch (error) {
      void vscode.window.showErrorMessage(toFailure(error).message);
    }
  }

  /** Applies the plan that was shown last. */
  async applyLast(): Promise<void> {
    if (this.#last != null) await this.#apply(this.#last);
  }

  async #show(ids: readonly number[], asked: readonly Asked[], isOffered = true): Promise<void> {
    const { previews } = this.#parts;
    const planned = await this.#plan(ids, asked);
    if (planned == null) return;
    const { plan, summary, findings } = planned;
    if (summary.actions === 0) {
      void vscode.window.showInformationMessage(
        [l10n.t('There is nothing to change: it is so already, or can’t be.'), ...findings].join(' '),
      );
      return;
    }
    await previews.show(plan, l10n.t('Edit of {0}: Before ↔ After', this.#photos(summary.assets)));
    this.#last = plan;
    const said = this.#said(summary, findings);
    this.#plans.fire(said);
    if (isOffered) await this.#offer(plan, said);
  }

  /** The plan that is shown. */
  async apply(uri: unknown): Promise<void> {
    const given = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
    const plan = given == null ? undefined : editPlanOf(given);
    if (plan != null) await this.#apply(plan);
  }

  async #apply(plan: string): Promise<void> {
    const { session, runner } = this.#parts;
    const root = session.state?.root;
    if (root == null) return;
    if (plan === this.#last) this.#last = undefined;
    this.#applies.fire();
    await runner.applyPlan(root, plan, 'edit');
  }

  /** @returns nothing where nothing is selected, which is said */
  async #selected(): Promise<readonly number[] | undefined> {
    const { ids, count, focused } = this.#parts.grids.selection;
    const chosen = ids.length > 0 ? ids : focused == null ? [] : [focused];
    if (chosen.length === 0) {
      void vscode.window.showInformationMessage(l10n.t('Select the photos that are to be edited in the grid first.'));
      return undefined;
    }
    if (count <= chosen.length) return chosen;
    void vscode.window.showInformationMessage(
      l10n.t(
        'At most {0} photos are edited at once here. Select fewer, or use “keepsake edit” in a terminal.',
        this.#number(chosen.length),
      ),
    );
    return undefined;
  }

  async #ask(ids: readonly number[]): Promise<{ readonly field: EditField; readonly answer: string } | undefined> {
    const { fields } = await this.#parts.session.request('details', { ids });
    const title = l10n.t('Edit Metadata of {0}', this.#photos(ids.length));
    for (let last: EditField | undefined; ; ) {
      const field: EditField | typeof BACK | undefined = await ask<EditField>({
        title,
        step: 1,
        steps: 2,
        placeholder: l10n.t('What to change'),
        items: editFields(l10n).map(value => ({
          label: `$(${value.icon}) ${value.label}`,
          description: now(value, fields),
          value,
        })),
        ...(last == null ? {} : { active: last }),
      });
      if (field == null || field === BACK) return undefined;
      const answer = await this.#answer(title, field, fields);
      if (answer === undefined) return undefined;
      if (answer !== BACK) return { field, answer };
      last = field;
    }
  }

  #answer(title: string, field: EditField, fields: readonly DetailField[]): Promise<string | typeof BACK | undefined> {
    if (field.choices != null)
      return ask({
        title,
        step: 2,
        steps: 2,
        placeholder: field.prompt,
        items: field.choices.map(({ label, answer }) => ({ label, value: answer })),
      });
    return askText({ title, step: 2, steps: 2, prompt: field.prompt, value: begin(field, fields), fault: field.fault });
  }

  /** @returns undefined where the person stopped it @throws Error with a sentence for a person */
  #plan(
    ids: readonly number[],
    asked: readonly Asked[],
  ): Thenable<
    { readonly plan: string; readonly summary: EditSummary; readonly findings: readonly string[] } | undefined
  > {
    const { session, plans, script } = this.#parts;
    const root = session.state?.root ?? '';
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Looking at what is to be written'),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (_progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      const plan = plans.fresh(new Date(), 'Edit');
      const assets = `${plan}.ids`;
      const run = new EditRun();
      try {
        fs.writeFileSync(assets, (await this.#uids(ids)).join('\n'));
        const args = editArguments(root, asked, { assets, plan, to: editTarget() });
        const { said } = await runCommandLine(script, args, {
          env: commandEnvironment(),
          onLine: line => run.hear(line),
          signal: abort.signal,
        });
        const { summary, findings } = run;
        if (abort.signal.aborted || summary?.stopped === true) return undefined;
        if (summary?.plan == null) throw new Error(summary?.message ?? lastLine(said));
        return { plan, summary, findings };
      } finally {
        subscription.dispose();
        fs.rmSync(assets, { force: true });
      }
    });
  }

  async #uids(ids: readonly number[]): Promise<readonly string[]> {
    const uids: string[] = [];
    for (let from = 0; from < ids.length; from += PAGE) {
      const items = await this.#parts.session.request('items', { ids: ids.slice(from, from + PAGE) });
      uids.push(...items.map(({ uid }) => uid));
    }
    return uids;
  }

  #said(summary: EditSummary, findings: readonly string[]): string {
    const { locale } = this.#parts;
    const text = l10n.t(
      'The plan is ready: {0} to be edited, {1} rewritten. Nothing is changed yet, and an undo gives back the same bytes.',
      this.#photos(summary.assets),
      formatBytes(summary.bytes, locale),
    );
    const left =
      summary.skipped === 0 ? [] : [l10n.t('{0} left alone: {1}', this.#photos(summary.skipped), findings[0] ?? '')];
    return [text, ...left].join(' ');
  }

  async #offer(plan: string, said: string): Promise<void> {
    const now = l10n.t('Apply Edit');
    if ((await vscode.window.showInformationMessage(said, now)) === now) await this.#apply(plan);
  }

  #number(count: number): string {
    return new Intl.NumberFormat(this.#parts.locale).format(count);
  }

  #photos(count: number): string {
    return count === 1 ? l10n.t('1 photo') : l10n.t('{0} photos', this.#number(count));
  }
}

/** What is so now, beside the choice. */
function now({ shown }: EditField, fields: readonly DetailField[]): string {
  const value = fields.find(({ id }) => id === shown)?.value;
  if (shown == null || value == null) return '';
  switch (value.type) {
    case 'text':
    case 'time':
      return value.text;
    case 'gps':
      return `${value.lat.toFixed(5)}, ${value.lon.toFixed(5)}`;
    case 'list':
      return value.items.map(({ text }) => text).join(', ');
    case 'differs':
      return l10n.t('they differ');
  }
}

/** What the question begins with: what is so of all of them. */
function begin(field: EditField, fields: readonly DetailField[]): string {
  const value = fields.find(({ id }) => id === field.shown)?.value;
  if (value == null || value.type === 'differs' || value.type === 'list') return '';
  return value.type === 'gps' ? `${value.lat}, ${value.lon}` : value.text.replaceAll('\n', ' ');
}

function lastLine(said: string): string {
  const line =
    said
      .split('\n')
      .find(one => one.startsWith('keepsake: '))
      ?.replace(/^keepsake: /, '') ?? '';
  return line === '' ? l10n.t('The plan could not be made. Nothing was changed.') : line;
}
