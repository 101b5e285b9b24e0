import * as vscode from 'vscode';
import type { Problem, Severity } from '../../protocol/problem.ts';
import { insideBackup } from '../backup/inside.ts';
import type { BackupSession } from '../backup/session.ts';
import { EXTENSION } from '../ids.ts';
import { toFailure } from '../server/failure.ts';
import { Refresh } from '../views/refresh.ts';
import { shares, untold } from './known.ts';

const { l10n } = vscode;

/** A problem is of a whole file: its beginning stands for it. */
const WHOLE = new vscode.Range(0, 0, 0, 0);

const SEVERITIES: { readonly [S in Severity]: vscode.DiagnosticSeverity } = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/**
 * What the catalog knows to be wrong, in the Problems panel: also after a reload, and when the job ran elsewhere. What
 * the matcher of a task has just told is left to it, so that nothing is there twice; when the next task begins, VS
 * Code takes that away, and what is still so is told from here.
 */
export class ProblemDiagnostics implements vscode.Disposable {
  readonly #session: BackupSession;
  readonly #log: vscode.LogOutputChannel;
  /** Its name must not be the matcher's owner: a task that begins clears all of that name. */
  readonly #collection = vscode.languages.createDiagnosticCollection(`${EXTENSION}-known`);
  readonly #asking = new Refresh(() => void this.#ask());
  readonly #publishing = new Refresh(() => this.#publish(), 200);
  readonly #disposables: vscode.Disposable[];
  #known: readonly Problem[] = [];
  /** Of the problems there are in all. */
  #count = 0;
  #published = '';

  constructor(session: BackupSession, log: vscode.LogOutputChannel) {
    this.#session = session;
    this.#log = log;
    this.#disposables = [
      this.#collection,
      this.#asking,
      this.#publishing,
      session.onDidChange(() => this.#asking.request()),
      session.onDidSwitch(() => this.#asking.request()),
      vscode.languages.onDidChangeDiagnostics(() => this.#publishing.request()),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  async #ask(): Promise<void> {
    const { state } = this.#session;
    const known: Problem[] = [];
    let count = 0;
    try {
      if (state != null && state.state !== 'none') {
        const codes = await this.#session.request('problemCodes', null);
        count = codes.reduce((sum, code) => sum + code.count, 0);
        for (const share of shares(codes)) known.push(...(await this.#session.request('problems', share)));
      }
    } catch (error) {
      // What was known stays until more is.
      const { code, message } = toFailure(error);
      if (code !== 'cancelled') this.#log.warn(`The known problems could not be read: ${message}`);
      return;
    }
    if (this.#session.state?.root !== state?.root) return;
    this.#known = known;
    this.#count = count;
    this.#publishing.request();
  }

  #publish(): void {
    const root = this.#session.state?.root;
    const byFile = new Map<string, vscode.Diagnostic[]>();
    if (root != null) {
      const uriOf = (path: string) => vscode.Uri.file(path === '' ? root : (insideBackup(root, path) ?? root));
      for (const problem of untold(this.#known, (path, code) => this.#isTold(uriOf(path), code))) {
        const key = uriOf(problem.path).toString();
        byFile.set(key, [...(byFile.get(key) ?? []), diagnosticOf(problem)]);
      }
      const more = this.#count - this.#known.length;
      if (more > 0) {
        const text = l10n.t('{0} more problems are in Keepsake’s tree of problems.', more);
        const said = byFile.get(uriOf('').toString()) ?? [];
        byFile.set(uriOf('').toString(), [...said, new vscode.Diagnostic(WHOLE, text, SEVERITIES.info)]);
      }
    }
    const entries = [...byFile].map(([uri, diagnostics]) => [vscode.Uri.parse(uri), diagnostics] as const);
    const key = JSON.stringify(entries);
    // Our own changes come back as events, too.
    if (key === this.#published) return;
    this.#published = key;
    this.#collection.clear();
    this.#collection.set(entries.map(([uri, diagnostics]) => [uri, diagnostics]));
  }

  #isTold(uri: vscode.Uri, code: string): boolean {
    const own = new Set(this.#collection.get(uri));
    return vscode.languages
      .getDiagnostics(uri)
      .some(other => other.source === EXTENSION && codeOf(other) === code && !own.has(other));
  }
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

function diagnosticOf({ message, severity, code }: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(WHOLE, message, SEVERITIES[severity]);
  diagnostic.source = EXTENSION;
  diagnostic.code = code;
  return diagnostic;
}
