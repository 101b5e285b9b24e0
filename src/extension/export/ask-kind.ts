import * as vscode from 'vscode';
import type { Asking } from './asking.ts';
import type { SourceKind } from './choices.ts';
import { ask, BACK } from './step.ts';

const { l10n } = vscode;

/** What photos come from. */
export async function askForKind({ title, step, steps, answers }: Asking): Promise<typeof BACK | undefined | true> {
  const kinds: readonly (readonly [SourceKind, string, string, string])[] = [
    ['auto', 'search', l10n.t('Find Out by Itself'), l10n.t('what it is, is told by its content')],
    ['google-takeout', 'file-zip', l10n.t('Google Takeout'), l10n.t('its zips as they are, or unpacked')],
    ['apple-archive', 'file-zip', l10n.t('Apple’s Data Archive'), l10n.t('of iCloud Photos, from privacy.apple.com')],
    ['photos-library', 'library', l10n.t('Photos Library'), l10n.t('of a Mac, as it lies on the disk')],
    ['osxphotos', 'library', l10n.t('Photos Library, by osxphotos'), l10n.t('also what is only in iCloud')],
    ['icloudpd', 'cloud', l10n.t('iCloud, Directly'), l10n.t('by icloudpd; you sign in in the terminal')],
    ['folder', 'folder', l10n.t('Folder'), l10n.t('a camera card, a phone’s folder, another backup')],
  ];
  const items = kinds.map(([value, icon, label, description]) => ({
    label: `$(${icon}) ${label}`,
    description,
    value,
  }));
  const placeholder = l10n.t('What should photos be brought in from?');
  const kind = await ask({ title, step, steps, placeholder, items, active: answers.kind });
  if (kind == null || kind === BACK) return kind;
  if (kind !== answers.kind && (kind === 'icloudpd' || answers.kind === 'icloudpd')) answers.sources = [];
  answers.kind = kind;
  return true;
}
