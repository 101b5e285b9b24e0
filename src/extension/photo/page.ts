import { type Command, Commands } from '../ids.ts';
import { newNonce } from '../webviews/nonce.ts';
import { escaped } from '../webviews/page.ts';
import type { Localizer } from '../words/localizer.ts';
import type { Absence } from './absence.ts';

export interface AbsencePage {
  readonly absence: Absence;
  /** Of the file. */
  readonly name: string;
  /** Name of the open backup, or ''. */
  readonly backup: string;
  readonly trusted: boolean;
  /** BCP 47. */
  readonly language: string;
  readonly l10n: Localizer;
}

/** Of VS Code: another editor for the file, and the trust of the folder. */
const REOPEN = 'workbench.action.reopenWithEditor';
const TRUST = 'workbench.trust.manage';

interface Action {
  readonly label: string;
  readonly command: Command | typeof REOPEN | typeof TRUST;
}

/** What a tab says instead of a photo, and what can be done; a page without any script. */
export function absencePage(page: AbsencePage): { readonly html: string; readonly commands: readonly string[] } {
  const { heading, text, actions } = contentOf(page);
  const nonce = newNonce();
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const links = actions.map(
    ({ label, command }, index) =>
      `<a class="${index === 0 ? 'first' : 'other'}" href="command:${command}">${escaped(label)}</a>`,
  );
  const html = `<!doctype html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<title>${escaped(page.name)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(heading)}</h1>
${text === '' ? '' : `<p>${escaped(text)}</p>`}
<nav>${links.join('\n')}</nav>
</main>
</body>
</html>
`;
  return { html, commands: actions.map(action => action.command) };
}

function contentOf({ absence, name, backup, trusted, l10n }: AbsencePage): {
  readonly heading: string;
  readonly text: string;
  readonly actions: readonly Action[];
} {
  const reopen: Action = { label: l10n.t('Open With…'), command: REOPEN };
  const openBackup: Action = { label: l10n.t('Open Backup…'), command: Commands.openBackup };
  const log: Action = { label: l10n.t('Show Log'), command: Commands.showLog };
  switch (absence.kind) {
    case 'opening':
      return { heading: l10n.t('Opening the backup…'), text: '', actions: [] };
    case 'closed':
      return {
        heading: l10n.t('No backup is open'),
        text: l10n.t('Keepsake shows {0} once the backup that it belongs to is open.', name),
        actions: [openBackup, reopen],
      };
    case 'outside':
      return {
        heading: l10n.t('{0} is not in this backup', name),
        text: l10n.t('This window shows the backup {0}. Open the one that has the file.', backup),
        actions: [openBackup, reopen],
      };
    case 'unindexed':
      return {
        heading: l10n.t('{0} is not indexed yet', name),
        text: trusted
          ? l10n.t('Indexing reads what is new in {0}; no file is changed. Then the photo appears here.', backup)
          : l10n.t('In Restricted Mode Keepsake only looks. Trust the folder to index it.'),
        actions: [
          trusted
            ? { label: l10n.t('Index'), command: Commands.indexBackup }
            : { label: l10n.t('Manage Trust'), command: TRUST },
          reopen,
        ],
      };
    case 'gone':
      return {
        heading: l10n.t('{0} is not there any more', name),
        text: l10n.t('Nothing is at this place of {0} now. The problems say what is known of it.', backup),
        actions: [{ label: l10n.t('Show Problems'), command: Commands.showProblems }],
      };
    case 'away':
      return {
        heading: l10n.t('{0} is not connected', backup),
        text: l10n.t('The backup is not there, and it does not know {0} yet. Connect its drive and index it.', name),
        actions: [openBackup, reopen],
      };
    case 'failed':
      return {
        heading: l10n.t('{0} could not be shown', name),
        text: absence.why,
        actions: [{ label: l10n.t('Restart Server'), command: Commands.restartServer }, log, reopen],
      };
  }
}

const STYLE = `
body { margin: 0; color: var(--vscode-foreground); font: var(--vscode-font-size)/1.5 var(--vscode-font-family); }
main { box-sizing: border-box; min-height: 100vh; padding: 24px; display: flex; flex-direction: column;
  align-items: center; justify-content: center; text-align: center; }
h1 { margin: 0 0 8px; font-size: 1.3em; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0; max-width: 46ch; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
nav { margin-top: 16px; display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }
a { padding: 4px 12px; border-radius: 2px; text-decoration: none;
  border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
.first { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
.first:hover { background: var(--vscode-button-hoverBackground); }
.other { color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
.other:hover { background: var(--vscode-button-secondaryHoverBackground); }
`;
