/**
 * Every key of grid and loupe, once: the list that `?` shows is made of this, and a test presses each. A name is that of
 * the browser (`KeyboardEvent.key`), behind `Control+` and `Shift+`.
 */
import { text } from './text.ts';

export interface KeyRow {
  readonly keys: readonly string[];
  readonly does: string;
  /** The row's keys are a row of their own: only the first and the last are shown. */
  readonly range?: true;
}

export interface KeyGroup {
  readonly name: string;
  /** Where they hold. */
  readonly view: 'both' | 'grid' | 'loupe' | 'compare' | 'survey';
  readonly rows: readonly KeyRow[];
}

const does = text.keyList;

export const keyGroups: readonly KeyGroup[] = [
  {
    name: does.marks,
    view: 'both',
    rows: [
      { keys: ['0', '1', '2', '3', '4', '5'], does: does.stars, range: true },
      { keys: ['p'], does: does.pick },
      { keys: ['x'], does: does.reject },
      { keys: ['u'], does: does.unflag },
      { keys: ['h'], does: does.favorite },
      { keys: ['Shift+P'], does: does.goOn },
      { keys: ['[', ']'], does: does.rotate },
      { keys: ['m'], does: does.edit },
      { keys: ['Control+Shift+C', 'Control+Shift+V'], does: does.copy },
      { keys: ['b'], does: does.addToAlbum },
      { keys: ['Shift+B'], does: does.removeFromAlbum },
      { keys: ['Delete'], does: does.setAside },
      { keys: ['Control+z'], does: does.undo },
    ],
  },
  {
    name: does.views,
    view: 'both',
    rows: [
      { keys: ['g'], does: does.grid },
      { keys: ['e', 'Enter'], does: does.loupe },
      { keys: ['c'], does: does.compare },
      { keys: ['n'], does: does.survey },
      { keys: [' '], does: does.preview },
      { keys: ['i'], does: does.details },
      { keys: ['/', 'Control+f'], does: does.filter },
      { keys: ['?'], does: does.keys },
    ],
  },
  {
    name: does.inGrid,
    view: 'grid',
    rows: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: does.move },
      { keys: ['Home', 'End'], does: does.ends },
      { keys: ['PageUp', 'PageDown'], does: does.page },
      { keys: ['Control+ArrowUp', 'Control+ArrowDown'], does: does.day },
      { keys: ['Shift+ArrowRight', 'Shift+End'], does: does.extend },
      { keys: ['Control+ArrowRight', 'Control+ '], does: does.add },
      { keys: ['Control+a'], does: does.all },
      { keys: ['Escape'], does: does.none },
      { keys: ['s'], does: does.stack },
      { keys: ['Shift+S'], does: does.stacks },
      { keys: ['+', '-'], does: does.size },
      { keys: ['j'], does: does.squares },
    ],
  },
  {
    name: does.inLoupe,
    view: 'loupe',
    rows: [
      { keys: ['ArrowLeft', 'ArrowRight'], does: does.neighbour },
      { keys: ['Home', 'End'], does: does.ends },
      { keys: ['z'], does: does.zoom },
      { keys: ['f'], does: does.fit },
      { keys: [' '], does: does.play },
      { keys: ['Escape'], does: does.back },
    ],
  },
  {
    name: does.inCompare,
    view: 'compare',
    rows: [
      { keys: ['ArrowLeft', 'ArrowRight'], does: does.candidate },
      { keys: ['PageUp', 'PageDown'], does: does.candidateAlways },
      { keys: ['ArrowUp', 'ArrowDown'], does: does.focusPane },
      { keys: ['z'], does: does.zoom },
      { keys: ['f'], does: does.fit },
      { keys: ['Escape'], does: does.back },
    ],
  },
  {
    name: does.inSurvey,
    view: 'survey',
    rows: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: does.focusTile },
      { keys: ['-'], does: does.takeOut },
      { keys: ['Escape'], does: does.back },
    ],
  },
];

const isMac = (): boolean => /^Mac/.test(navigator.platform);

const shownKeys: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
};

/** As a person reads it: `Ctrl` `↑`. */
export function shownKey(key: string, mac = isMac()): readonly string[] {
  // A plus may be the key itself.
  const parts = key.split(/\+(?=.)/);
  return parts.map(part => {
    if (part === 'Control') return mac ? '⌘' : 'Ctrl';
    if (part === 'Shift') return mac ? '⇧' : 'Shift';
    return shownKeys[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}
