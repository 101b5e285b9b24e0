import path from 'node:path';
import * as vscode from 'vscode';
import { Commands, EXTENSION, PLAN_SCHEME } from '../ids.ts';
import { runCommandLine } from '../jobs/command-line.ts';
import { commandEnvironment } from '../settings.ts';
import { type PlanText, planText } from './plan-text.ts';
import type { Plans } from './plans.ts';
import { ShownPlan } from './shown-plan.ts';

const { l10n } = vscode;

/** Actions that are shown: what a person may read; a plan of 200,000 would only be in the way. */
const SHOWN = 2000;

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/**
 * Plans as texts that a person can read, in the editor: read-only, of bounded length whatever the plan's, with what
 * can be done above it, and its findings in the Problems panel while it is open.
 */
export class PlanPreviews implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #script: string;
  readonly #plans: Plans;
  readonly #locale: string;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #lenses = new vscode.EventEmitter<void>();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(`${EXTENSION}-plan`);
  readonly #disposables: vscode.Disposable[];
  /** Texts as they were made, until their tab is closed. */
  readonly #texts = new Map<string, PlanText>();
  /** Plans that are applied now, or were from this window. */
  readonly #states = new Map<string, 'running' | 'done'>();
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeCodeLenses = this.#lenses.event;

  /** @param script absolute path of the bundled command line */
  constructor(script: string, plans: Plans, locale: string) {
    this.#script = script;
    this.#plans = plans;
    this.#locale = locale;
    const selector = { scheme: PLAN_SCHEME };
    this.#disposables = [
      this.#changed,
      this.#lenses,
      this.#diagnostics,
      vscode.workspace.registerTextDocumentContentProvider(PLAN_SCHEME, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#tell(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
        this.#diagnostics.delete(uri);
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Opens the preview of a plan. @param plan absolute path */
  async show(plan: string): Promise<void> {
    const uri = previewOf(plan);
    // It may have been shown before and been cut down since.
    if (this.#texts.has(uri.toString())) this.#changed.fire(uri);
    // A plan of 200,000 actions is read and checked for some seconds.
    const options = { location: vscode.ProgressLocation.Window, title: l10n.t('Reading the plan') };
    const document = await vscode.window.withProgress(options, () => vscode.workspace.openTextDocument(uri));
    await vscode.window.showTextDocument(document, { preview: false });
    this.#tell(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const plan = planOf(uri);
    if (plan == null) return l10n.t('This is no plan.');
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    const shown = new ShownPlan();
    try {
      await runCommandLine(this.#script, ['plan', 'show', '--json', `--limit=${SHOWN}`, '--', plan], {
        env: commandEnvironment(),
        onLine: line => shown.hear(line),
        signal: abort.signal,
      });
    } finally {
      subscription.dispose();
    }
    const text = planText(plan, shown, this.#plans.report(plan), this.#locale, l10n);
    this.#texts.set(uri.toString(), text);
    this.#tell(uri);
    return text.text;
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const plan = planOf(uri);
    if (plan == null) return [];
    const lens = (command: string, title: string) =>
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { command, title, arguments: [uri] });
    const open = lens(Commands.openPlanFile, l10n.t('Open the Plan’s File'));
    const state = this.#states.get(plan);
    if (!vscode.workspace.isTrusted) return [open];
    if (state === 'running') return [lens('', `$(sync~spin) ${l10n.t('It is being applied')}`), open];
    if (state === 'done')
      return [
        lens(Commands.undoChange, `$(discard) ${l10n.t('Applied. Undo…')}`),
        lens(Commands.applyShownPlan, l10n.t('Apply What Is Left')),
        open,
      ];
    const title = this.#plans.has(plan) ? l10n.t('Export Now') : l10n.t('Apply Plan…');
    return [lens(Commands.applyShownPlan, `$(play) ${title}`), open];
  }

  /** @param state of applying it; undefined: not begun, or broken off */
  mark(plan: string, state: 'running' | 'done' | undefined): void {
    if (state == null) this.#states.delete(plan);
    else this.#states.set(plan, state);
    this.#lenses.fire();
  }

  /** Findings are problems of the lines that tell them, while these are seen. */
  #tell(uri: vscode.Uri): void {
    const text = this.#texts.get(uri.toString());
    if (text == null) return;
    const diagnostics = text.findings.map(({ line, finding }) => {
      const { severity, code, path: name, message } = finding;
      // Its first word; a whole line underlined can't be read.
      const range = new vscode.Range(line, 4, line, 5);
      const diagnostic = new vscode.Diagnostic(
        range,
        message.startsWith(name) ? message : `${name}: ${message}`,
        SEVERITIES[severity],
      );
      diagnostic.source = EXTENSION;
      diagnostic.code = code;
      return diagnostic;
    });
    this.#diagnostics.set(uri, diagnostics);
  }
}

/** The document that shows a plan. Its folder is what gives it its language. @param plan absolute path */
function previewOf(plan: string): vscode.Uri {
  const name = path.basename(plan).replace(/\.(plan\.)?jsonl$/i, '');
  return vscode.Uri.from({ scheme: PLAN_SCHEME, path: `/keepsake-plans/${name}`, query: plan });
}

/** The plan that a document is about: one of ours, or a plan's own file. Undefined for others. */
export function planOf(uri: vscode.Uri): string | undefined {
  if (uri.scheme === PLAN_SCHEME) return path.isAbsolute(uri.query) ? uri.query : undefined;
  return uri.scheme === 'file' ? uri.fsPath : undefined;
}
