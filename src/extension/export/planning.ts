import * as vscode from 'vscode';
import { runCommandLine } from '../jobs/command-line.ts';
import { commandEnvironment } from '../settings.ts';
import { drivenBy, type ExportRequest, planArguments } from './choices.ts';
import { DryRun, type DryRunSummary } from './dry-run.ts';
import type { PlanReport } from './plan-text.ts';
import type { Plans } from './plans.ts';

const { l10n } = vscode;

export interface Planned {
  /** Absolute path of the plan; undefined where another program fetches the photos. */
  readonly plan: string | undefined;
  readonly report: PlanReport;
  readonly summary: DryRunSummary;
}

/**
 * Makes the plan of an export, with its progress in a notification; nothing else is changed by it.
 * @param script absolute path of the command line
 * @returns undefined where the person stopped it
 * @throws Error with a sentence for a person
 */
export function makePlan(
  script: string,
  request: ExportRequest,
  plans: Plans,
  locale: string,
): Promise<Planned | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Looking at what is to be exported'),
    cancellable: true,
  };
  return Promise.resolve(
    vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      const plan = drivenBy(request) == null ? plans.fresh(new Date()) : undefined;
      const run = new DryRun();
      const number = new Intl.NumberFormat(locale);
      const onLine = (line: string) => {
        const heard = run.hear(line);
        if (heard != null && heard.done > 0)
          progress.report({ message: l10n.t('{0} photos and videos to copy so far', number.format(heard.done)) });
      };
      try {
        const env = commandEnvironment();
        const { said } = await runCommandLine(script, planArguments(request, plan), {
          env,
          onLine,
          signal: abort.signal,
        });
        const { summary } = run;
        if (abort.signal.aborted || summary?.stopped === true) return undefined;
        if (summary?.dryRun !== true) throw new Error(summary?.message ?? lastLine(said));
        const { free, estimatedSeconds: seconds } = summary;
        const report: PlanReport = {
          request,
          ...(free != null ? { free } : {}),
          ...(typeof seconds === 'number' ? { seconds } : {}),
          groups: run.findings,
        };
        if (plan != null) plans.keep(plan, report);
        return { plan, report, summary };
      } finally {
        subscription.dispose();
      }
    }),
  );
}

function lastLine(said: string): string {
  const line =
    said
      .split('\n')
      .at(-1)
      ?.replace(/^keepsake: /, '') ?? '';
  return line === '' ? l10n.t('The plan could not be made. Nothing was changed.') : line;
}
