import { type Motion, middleOf, moveFrom } from './motion.ts';
import type { Photos } from './photos.ts';
import {
  clearSelection,
  extendTo,
  focusOn,
  isSelected,
  type Selection,
  selectAll,
  selectedCount,
  selectOnly,
  toggleItem,
} from './selection.ts';

export interface ControlActions {
  selection(): Selection;
  select(selection: Selection): void;
  open(index: number): void;
  /** The same by a key that may be held down. */
  preview(index: number): void;
  details(): void;
  resize(step: 1 | -1): void;
  squares(): void;
  /** Opens the stack of a photo, or closes it. */
  toggleStack(index: number): void;
}

const motions: Record<string, Motion | undefined> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

/** Mouse and keys of the grid. */
export function installControls(photos: Photos, actions: ControlActions): void {
  const grid = photos.element;
  /** What up and down hold on to while only they are pressed; px. */
  let heldMiddle: number | null = null;

  const choose = (selection: Selection) => {
    actions.select(selection);
    photos.reveal(selection.focus);
    photos.focus();
  };

  // The browser would focus the cell on its own, before the click has said what it means. Without a key the focus may
  // go there: what keeps it from that keeps photos from being dragged, too.
  grid.addEventListener('mousedown', event => {
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
    if (event.button === 0 && !isPlain && photos.indexOf(event.target) >= 0) event.preventDefault();
  });

  grid.addEventListener('click', event => {
    heldMiddle = null;
    const index = photos.indexOf(event.target);
    if (index >= 0 && event.target instanceof Element && event.target.closest('.pile') !== null) {
      choose(selectOnly(index));
      actions.toggleStack(index);
      return;
    }
    const selection = actions.selection();
    const adding = event.ctrlKey || event.metaKey;
    if (index < 0) {
      if (!adding && !event.shiftKey && selectedCount(selection) > 0) actions.select(clearSelection(selection));
    } else if (event.shiftKey) choose(extendTo(selection, index, adding));
    else choose(adding ? toggleItem(selection, index) : selectOnly(index));
  });

  grid.addEventListener('dblclick', event => {
    const index = photos.indexOf(event.target);
    const onBadge = event.target instanceof Element && event.target.closest('.pile') !== null;
    if (index >= 0 && !onBadge && !event.ctrlKey && !event.metaKey && !event.shiftKey) actions.open(index);
  });

  grid.addEventListener('contextmenu', event => {
    const index = photos.indexOf(event.target);
    if (index >= 0 && !isSelected(actions.selection(), index)) choose(selectOnly(index));
  });

  grid.addEventListener('focusin', event => {
    const index = photos.indexOf(event.target);
    // Tabbing in lands on the tab stop: from now on that is the focused photo.
    if (index >= 0 && actions.selection().focus !== index) actions.select(focusOn(actions.selection(), index));
  });

  grid.addEventListener('keydown', event => {
    if (event.altKey) return;
    const handled = onKey(event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  });

  function onKey(event: KeyboardEvent): boolean {
    const selection = actions.selection();
    const control = event.ctrlKey || event.metaKey;
    const motion = motionOf(event, control);
    if (motion !== null) {
      const { layout } = photos;
      const upOrDown = motion === 'up' || motion === 'down' || motion === 'pageUp' || motion === 'pageDown';
      if (!upOrDown) heldMiddle = null;
      else if (selection.focus >= 0) heldMiddle ??= middleOf(layout, selection.focus);
      const target = moveFrom(layout, selection.focus, motion, heldMiddle ?? 0, photos.page);
      if (target < 0) return true;
      const sideways = control && (motion === 'previous' || motion === 'next');
      if (event.shiftKey) choose(extendTo(selection, target));
      else choose(sideways ? focusOn(selection, target) : selectOnly(target));
      return true;
    }
    heldMiddle = null;
    switch (event.key) {
      case 'a':
      case 'A':
        if (!control || event.shiftKey) return false;
        actions.select(selectAll(selection, photos.shape.ids.length));
        return true;
      case 'Escape':
        if (selectedCount(selection) === 0) return false;
        actions.select(clearSelection(selection));
        return true;
      case ' ':
        if (selection.focus < 0) return true;
        if (control) choose(toggleItem(selection, selection.focus));
        else if (!event.repeat) actions.preview(selection.focus);
        return true;
      case 'Enter':
      case 'e':
      case 'E':
        if (control || event.shiftKey) return false;
        if (selection.focus < 0) return true;
        actions.open(selection.focus);
        return true;
      case 'i':
      case 'I':
        if (control || event.shiftKey) return false;
        actions.details();
        return true;
      case 'j':
      case 'J':
        if (control || event.shiftKey) return false;
        if (!event.repeat) actions.squares();
        return true;
      case '+':
      case '=':
      case '-':
        if (control) return false;
        actions.resize(event.key === '-' ? -1 : 1);
        return true;
      default:
        return false;
    }
  }

  function motionOf(event: KeyboardEvent, control: boolean): Motion | null {
    if (control && event.key === 'ArrowUp') return 'previousDay';
    if (control && event.key === 'ArrowDown') return 'nextDay';
    const rightToLeft = getComputedStyle(grid).direction === 'rtl';
    if (rightToLeft && event.key === 'ArrowLeft') return 'next';
    if (rightToLeft && event.key === 'ArrowRight') return 'previous';
    return motions[event.key] ?? null;
  }
}
