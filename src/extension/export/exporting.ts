import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { rememberFolder } from '../backup/folder.ts';
import type { BackupSession } from '../backup/session.ts';
import type { GridPanels } from '../grid/panels.ts';
import { Views } from '../ids.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { exportChoicesOfSettings } from '../settings.ts';
import { formatBytes } from '../words/size.ts';
import { drivenBy, type ExportRequest } from './choices.ts';
import { makePlan, type Planned } from './planning.ts';
import type { Plans } from './plans.ts';
import { type PlanPreviews, planOf } from './preview.ts';
import { askForExport } from './wizard.ts';

const { l10n } = vscode;

/** What exporting works with. */
export interface ExportParts {
  readonly session: BackupSession;
  readonly runner: JobRunner;
  readonly grids: GridPanels;
  readonly previews: PlanPreviews;
  readonly plans: Plans;
  readonly memento: vscode.Memento;
  /** Absolute path of the bundled command line. */
  readonly script: string;
  readonly locale: string;
}

/** Photos come into a backup: asked for, planned, shown, and only then done. Also plans that came from elsewhere. */
export class Exporting {
  readonly #parts: ExportParts;

  constructor(parts: ExportParts) {
    this.#parts = parts;
  }

  /** From the first question to the plan in the editor. @param sources absolute paths, where they were chosen already */
  async start(sources: readonly string[]): Promise<void> {
    const { session, runner, plans, previews, script, locale } = this.#parts;
    if (!(await runner.trusted())) return;
    const request = await askForExport({ sources, choices: exportChoicesOfSettings() }, session.state?.root);
    if (request == null) return;
    // It can't be asked before the person has signed in, which is done in the terminal of the job.
    if (drivenBy(request) === 'icloudpd') return this.#export(request);
    let planned: Planned | undefined;
    try {
      planned = await makePlan(script, request, plans, locale);
    } catch (error) {
      void vscode.window.showErrorMessage((error as Error).message);
      return;
    }
    if (planned == null) return;
    const { plan } = planned;
    if (plan != null) await previews.show(plan);
    await this.#offer(planned, () => (plan == null ? this.#export(request) : this.#apply(plan)));
  }

  async #offer({ plan, summary }: Planned, go: () => Promise<void>): Promise<void> {
    const { locale } = this.#parts;
    if ((plan == null ? summary.copied : summary.actions) === 0) {
      void vscode.window.showInformationMessage(
        l10n.t('There is nothing to bring in: the backup has all that is in the source, or it was left out.'),
      );
      return;
    }
    const number = new Intl.NumberFormat(locale);
    const now = l10n.t('Export Now');
    const text =
      plan == null
        ? l10n.t(
            '{0} of {1} photos and videos would be fetched. Nothing is changed yet.',
            number.format(summary.copied),
            number.format(summary.items),
          )
        : summary.copied === 1
          ? l10n.t(
              'The plan is ready: 1 photo or video to copy, {0}. Nothing is changed yet.',
              formatBytes(summary.bytes, locale),
            )
          : l10n.t(
              'The plan is ready: {0} photos and videos to copy, {1}. Nothing is changed yet.',
              number.format(summary.copied),
              formatBytes(summary.bytes, locale),
            );
    if ((await vscode.window.showInformationMessage(text, now)) === now) await go();
  }

  async show(uri: unknown): Promise<void> {
    const plan = chosen(uri);
    if (plan != null) await this.#parts.previews.show(plan);
  }

  /** The JSON Lines themselves, to be cut down. */
  async openFile(uri: unknown): Promise<void> {
    const plan = chosen(uri);
    if (plan != null) await vscode.window.showTextDocument(vscode.Uri.file(plan), { preview: false });
  }

  /** A plan that was made in this window was read just now; of any other it is asked once whether it is meant. */
  async apply(uri: unknown): Promise<void> {
    const plan = chosen(uri) ?? (await askForPlan());
    if (plan == null || !(await this.#parts.runner.trusted())) return;
    if (this.#parts.plans.report(plan) == null && !(await this.#confirm(plan))) return;
    await this.#apply(plan);
  }

  async #confirm(plan: string): Promise<boolean> {
    const { session, runner } = this.#parts;
    if (!(await runner.allowed())) return false;
    const yes = l10n.t('Apply');
    const message = l10n.t('Apply {0} to {1}?', path.basename(plan), session.state?.name ?? '');
    const detail = l10n.t(
      'What it says is done to the files of this backup. Nothing is deleted or overwritten; what it sets aside lies in .keepsake/quarantine. “Undo Last Change” takes it back.',
    );
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
  }

  async #apply(plan: string): Promise<void> {
    const { session, runner, previews, plans } = this.#parts;
    const report = plans.report(plan);
    if (report != null && !(await this.#open(report.request.backup))) return;
    const root = session.state?.root;
    if (root == null) return;
    previews.mark(plan, 'running');
    const exit = await runner.applyPlan(root, plan, report == null ? 'apply' : 'export');
    previews.mark(plan, exit === 0 || exit === 1 ? 'done' : undefined);
    if (report == null || (exit !== 0 && exit !== 1) || session.state?.root !== root) return;
    await this.#look();
  }

  /** What another program fetches, into the backup itself. */
  async #export(request: ExportRequest): Promise<void> {
    const { session, runner } = this.#parts;
    if (!(await this.#open(request.backup))) return;
    const exit = await runner.export(request);
    if ((exit === 0 || exit === 1) && session.state?.root === request.backup) await this.#look();
  }

  async #look(): Promise<void> {
    await vscode.commands.executeCommand(`${Views.dates}.focus`);
    this.#parts.grids.show({ kind: 'all' });
  }

  /** The backup that photos come to becomes this window's, so that they are seen as they come. */
  async #open(backup: string): Promise<boolean> {
    const { session, memento } = this.#parts;
    if (session.state?.root === backup) return true;
    try {
      // One level only: a drive that is not there is not made up for by folders.
      if (!fs.existsSync(backup)) fs.mkdirSync(backup);
    } catch (error) {
      const why = (error as Error).message;
      void vscode.window.showErrorMessage(l10n.t('{0} could not be made. Nothing was changed. {1}', backup, why));
      return false;
    }
    await rememberFolder(memento, backup);
    await session.open(backup);
    return session.state?.root === backup;
  }
}

/** The plan that a command was called for: from a menu or a lens, else the one in the active editor. */
function chosen(given: unknown): string | undefined {
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  const plan = uri == null ? undefined : planOf(uri);
  return plan != null && (uri?.scheme !== 'file' || /\.jsonl$/i.test(plan)) ? plan : undefined;
}

async function askForPlan(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('Apply Plan'),
      openLabel: l10n.t('Choose'),
      filters: { [l10n.t('Plans')]: ['jsonl'] },
    })) ?? [];
  return file?.scheme === 'file' ? file.fsPath : undefined;
}
