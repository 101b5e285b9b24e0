import { Buffer } from 'node:buffer';
import type { Localizer } from '../words/localizer.ts';
import { visible } from '../words/visible.ts';
import type { ShownAction } from './shown-plan.ts';

type Place = ShownAction['to'];

/** A path of a plan; one whose bytes are not UTF-8 stands there in base64. */
function shown(place: Place): string {
  if (place == null) return '';
  return visible(typeof place === 'string' ? place : Buffer.from(place.b, 'base64').toString('utf8'));
}

/** One action on one line, as `keepsake plan show` has it, with what is written into the file as well. Pure. */
export function actionText(action: ShownAction, l10n: Localizer): string {
  const why = action.why === '' ? '' : `  (${visible(action.why)})`;
  const verb = (word: string) => word.padEnd(10);
  switch (action.action) {
    case 'copy': {
      const from = sourcePath(action.from) ?? l10n.t('a text');
      const tags = Object.keys(action.metadata?.tags ?? {}).map(tag => tag.replace(/^.*:/, ''));
      const written = tags.length > 0 ? `  [${visible([...new Set(tags)].join(', '))}]` : '';
      const only = action.instead == null ? '' : `  ${l10n.t('only if that can’t be written into the copy itself')}`;
      return `${verb(l10n.t('copy'))}${from} -> ${shown(action.to)}${written}${told(action, l10n)}${why}${only}`;
    }
    case 'move':
      return `${verb(l10n.t('move'))}${shown(placeOf(action.from))} -> ${shown(action.to)}${why}`;
    case 'link':
      return `${verb(l10n.t('link'))}${shown(action.path)} -> ${shown(action.target)}${why}`;
    case 'quarantine':
      return `${verb(l10n.t('set aside'))}${shown(action.path)}${why}`;
    case 'metadata':
      return `${verb(l10n.t('metadata'))}${shown(action.path)}: ${visible(Object.keys(action.tags ?? {}).join(', '))}${why}`;
    case 'keep':
      // No file is touched: the photo is there, and more is known of it.
      return `${verb(l10n.t('keep'))}${shown(action.path)}${told(action, l10n)}${why}`;
    default:
      return `${verb(visible(action.action))}${shown(action.path ?? action.to)}${why}`;
  }
}

/** What the record is told of a photo by an export. */
function told({ keepsake }: ShownAction, l10n: Localizer): string {
  const { albums = [], imported = [], said } = keepsake ?? {};
  const fields = [...Object.keys(said?.facts ?? {}), ...(said?.states ?? [])];
  const parts = [
    ...imported.map(({ path, at }) => l10n.t('{0} came already, as {1}', path, shown(at))),
    ...(albums.length > 0 ? [l10n.t('albums: {0}', albums.join(', '))] : []),
    ...(fields.length > 0 ? [l10n.t('said of it: {0}', fields.join(', '))] : []),
  ];
  return parts.length === 0 ? '' : `  [${visible(parts.join('; '))}]`;
}

function sourcePath(from: unknown): string | undefined {
  const { path } = (from ?? {}) as { path?: unknown };
  return typeof path === 'string' ? visible(path) : undefined;
}

function placeOf(from: unknown): Place {
  if (typeof from === 'string') return from;
  const { b } = (from ?? {}) as { b?: unknown };
  return typeof b === 'string' ? { b } : undefined;
}
