import type { MarkWish } from '../../protocol/marks.ts';
import { markKey } from '../markkeys.ts';

export interface ShortcutActions {
  /** @returns whether there was a photo to mark */
  mark(wish: MarkWish, goOn: boolean): boolean;
  keys(): void;
  filter(): void;
  grid(): void;
  loupe(): void;
  compare(): void;
  survey(): void;
  undo(): void;
  /** @param all of them, not only of what is selected */
  stacks(all: boolean): void;
  /** @returns whether there was a photo to turn */
  rotate(where: 'Left' | 'Right'): boolean;
  /** @returns whether there was a photo to edit */
  edit(): boolean;
  /** @returns whether there was a photo to copy from, or to paste onto */
  copy(isPasting: boolean): boolean;
  /** @returns whether there was a photo to set aside */
  setAside(): boolean;
  /** @returns whether there was a photo to put into an album, or to take out of one */
  album(isAdding: boolean): boolean;
  /** Space was let go. */
  released(): void;
}

const typing = 'input:not([type=range]), textarea, select, [contenteditable], vscode-dropdown, vscode-text-field';

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest(typing) !== null;

/** Keys that mean the same wherever in the view the focus is; grid and loupe have taken their own before. */
export function installShortcuts(actions: ShortcutActions): void {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
    if (!(event.ctrlKey || event.metaKey ? onControl(event) : onKey(event))) return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener('keyup', event => {
    if (event.key === ' ') actions.released();
  });

  function onControl(event: KeyboardEvent): boolean {
    if (event.key === 'f' && !event.shiftKey) {
      actions.filter();
      return true;
    }
    // VS Code leaves these to the page.
    if (event.shiftKey && (event.key === 'C' || event.key === 'V'))
      return event.repeat || actions.copy(event.key === 'V');
    if (event.key !== 'z' || event.shiftKey) return false;
    if (!event.repeat) actions.undo();
    return true;
  }

  function onKey(event: KeyboardEvent): boolean {
    const marking = markKey(event);
    // A key that is held down marks once, unless it goes on from photo to photo.
    if (marking !== null) return (event.repeat && !marking.goOn) || actions.mark(marking.wish, marking.goOn);
    switch (event.key) {
      case 'Delete':
        return event.repeat || actions.setAside();
      case 'Backspace':
        // The key that a Mac calls delete.
        return /^Mac/.test(navigator.platform) && (event.repeat || actions.setAside());
      case 'm':
      case 'M':
        return event.repeat || actions.edit();
      case 'b':
      case 'B':
        return event.repeat || actions.album(!event.shiftKey);
      case '?':
        actions.keys();
        return true;
      case '/':
        actions.filter();
        return true;
      case 'g':
      case 'G':
        actions.grid();
        return true;
      case 'e':
      case 'E':
        actions.loupe();
        return true;
      case 's':
      case 'S':
        if (!event.repeat) actions.stacks(event.shiftKey);
        return true;
      case 'c':
      case 'C':
        actions.compare();
        return true;
      case 'n':
      case 'N':
        actions.survey();
        return true;
      case '[':
        return actions.rotate('Left');
      case ']':
        return actions.rotate('Right');
      default:
        return byPlace(event.code);
    }
  }

  /** Where brackets need a third key, the keys that stand in their place do. */
  function byPlace(code: string): boolean {
    if (code === 'BracketLeft') return actions.rotate('Left');
    return code === 'BracketRight' && actions.rotate('Right');
  }
}
