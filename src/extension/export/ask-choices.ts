import * as vscode from 'vscode';
import type { Asking } from './asking.ts';
import { ALBUMS, DEFAULT_LAYOUT, drivenBy, type ExportChoices, METADATA } from './choices.ts';
import { ask, askText, BACK, type Choice } from './step.ts';

const { l10n } = vscode;

type Field = 'layout' | 'metadata' | 'albums' | 'locked' | 'trashed';

/** How: as the settings say, unless something is chosen here. Enter makes the plan at once. */
export async function askForChoices(asking: Asking): Promise<typeof BACK | undefined | true> {
  const { answers, title, step, steps } = asking;
  const by = drivenBy(answers);
  let active: 'go' | Field = 'go';
  for (;;) {
    const answer: 'go' | Field | typeof BACK | undefined = await ask<'go' | Field>({
      title,
      step,
      steps,
      placeholder:
        by == null
          ? l10n.t('Make the plan. Nothing is copied until you have seen it')
          : l10n.t('{0} fetches what is new', by),
      items: items(answers.choices, by),
      active,
    });
    if (answer == null || answer === BACK) return answer;
    if (answer === 'go') return true;
    active = answer;
    const changed = await change(answer, asking);
    if (changed === undefined) return undefined;
    if (changed !== BACK) answers.choices = { ...answers.choices, ...changed };
  }
}

function items(
  { layout, metadata, albums, locked, trashed }: ExportChoices,
  by: 'icloudpd' | 'osxphotos' | null,
): Choice<'go' | Field>[] {
  const go =
    by === 'icloudpd'
      ? `$(play) ${l10n.t('Export Now')}`
      : `$(checklist) ${by == null ? l10n.t('Make the Plan') : l10n.t('See What Would Come')}`;
  return [
    { label: go, value: 'go' },
    { label: l10n.t('choices'), kind: vscode.QuickPickItemKind.Separator },
    { label: l10n.t('Layout'), description: layout ?? DEFAULT_LAYOUT, value: 'layout' },
    { label: l10n.t('What a File Lacks'), description: METADATA_WORDS[metadata ?? 'embed']().label, value: 'metadata' },
    { label: l10n.t('Albums'), description: ALBUM_WORDS[albums ?? 'memberships']().label, value: 'albums' },
    { label: l10n.t('Locked Folder'), description: takenOrLeft(locked === true), value: 'locked' },
    { label: l10n.t('Trash'), description: takenOrLeft(trashed === true), value: 'trashed' },
  ];
}

const takenOrLeft = (taken: boolean): string => (taken ? l10n.t('taken') : l10n.t('left out'));

interface Words {
  readonly label: string;
  readonly detail: string;
}

const METADATA_WORDS: { readonly [M in (typeof METADATA)[number]]: () => Words } = {
  embed: () => ({
    label: l10n.t('written into the copy'),
    detail: l10n.t(
      'Date, place, caption, people. What the file says itself stays; the picture is proved to be the same.',
    ),
  }),
  sidecar: () => ({ label: l10n.t('into an XMP beside it'), detail: l10n.t('The photos are copied byte for byte.') }),
  none: () => ({
    label: l10n.t('only into Keepsake’s record'),
    detail: l10n.t('The photos are copied byte for byte, and nothing is put beside them.'),
  }),
};

const ALBUM_WORDS: { readonly [A in (typeof ALBUMS)[number]]: () => Words } = {
  memberships: () => ({
    label: l10n.t('in the record'),
    detail: l10n.t('Each photo is stored once. Albums are in the record, and as play lists in .keepsake/albums.'),
  }),
  links: () => ({ label: l10n.t('also as folders with links'), detail: l10n.t('Each photo is stored once.') }),
  folders: () => ({
    label: l10n.t('also as folders with copies'),
    detail: l10n.t('Photos that are in an album take room again in each.'),
  }),
};

async function change(
  field: Field,
  { answers: { choices }, title, step, steps }: Asking,
): Promise<Partial<ExportChoices> | typeof BACK | undefined> {
  if (field === 'locked') return { locked: choices.locked !== true };
  if (field === 'trashed') return { trashed: choices.trashed !== true };
  if (field === 'layout') {
    const layout = await askText({
      title,
      step,
      steps,
      prompt: l10n.t('Folders, with {year} {month} {day} {album} {camera} {name} {ext}'),
      value: choices.layout ?? DEFAULT_LAYOUT,
      fault: text => (text.trim() === '' ? l10n.t('Photos need a place.') : undefined),
    });
    return typeof layout === 'string' ? { layout: layout.trim() } : layout;
  }
  if (field === 'metadata') {
    const items = METADATA.map(value => ({ ...METADATA_WORDS[value](), value }));
    const placeholder = l10n.t('What a sidecar or a library knows of a photo, and its file lacks');
    const metadata = await ask({ title, step, steps, placeholder, items, active: choices.metadata ?? 'embed' });
    return typeof metadata === 'string' ? { metadata } : metadata;
  }
  const items = ALBUMS.map(value => ({ ...ALBUM_WORDS[value](), value }));
  const placeholder = l10n.t('Albums of the source');
  const albums = await ask({ title, step, steps, placeholder, items, active: choices.albums ?? 'memberships' });
  return typeof albums === 'string' ? { albums } : albums;
}
