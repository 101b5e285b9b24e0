import * as vscode from 'vscode';
import { askForBackup } from './ask-backup.ts';
import { askForChoices } from './ask-choices.ts';
import { askForKind } from './ask-kind.ts';
import { askForSources } from './ask-sources.ts';
import type { Answers, Asking } from './asking.ts';
import type { ExportChoices, ExportRequest } from './choices.ts';
import { BACK } from './step.ts';

type Question = (asking: Asking) => Promise<typeof BACK | undefined | true>;

/**
 * Asks what to export from, where to, and how.
 * @param known what is known beforehand: sources that were chosen in the Explorer are not asked for again
 * @param open the backup that is open
 * @returns undefined where the person changed their mind
 */
export async function askForExport(
  known: { readonly sources: readonly string[]; readonly choices: ExportChoices },
  open: string | undefined,
): Promise<ExportRequest | undefined> {
  const answers: Answers = { kind: 'auto', sources: known.sources, backup: open, choices: known.choices };
  const questions: Question[] = [
    ...(known.sources.length > 0 ? [] : [askForKind, askForSources]),
    asking => askForBackup(asking, open),
    askForChoices,
  ];
  const title = vscode.l10n.t('Export Photos into a Backup');
  for (let at = 0; at < questions.length; ) {
    const answer = await questions[at]?.({ title, step: at + 1, steps: questions.length, answers });
    if (answer == null) return undefined;
    at += answer === BACK ? -1 : 1;
  }
  const { kind, sources, backup, choices } = answers;
  return backup == null ? undefined : { kind, sources, backup, choices };
}
