import type { GridState } from '../../protocol/webview.ts';

export const firstState: GridState = {
  scope: { kind: 'all' },
  sort: 'newest',
  query: '',
  rowHeight: 140,
  square: false,
  anchor: null,
  selected: [],
  focused: null,
  loupe: null,
  stacks: { all: false, except: [] },
};

/**
 * A larger selection is not kept, for a state is navigation, not data. None of it is kept then: a part that looks like
 * the whole would be worse than nothing.
 */
export const keptSelection = 2000;

/** A state as it may come from an older version or a damaged store: what is missing is as at first. */
export function sound(state: GridState | null | undefined): GridState | null {
  if (state === null || state === undefined || typeof state !== 'object' || typeof state.scope?.kind !== 'string')
    return null;
  const rowHeight = Number(state.rowHeight);
  return {
    ...firstState,
    ...state,
    square: state.square === true,
    query: typeof state.query === 'string' ? state.query : '',
    rowHeight: rowHeight >= 90 && rowHeight <= 320 ? rowHeight : firstState.rowHeight,
    selected: Array.isArray(state.selected) ? state.selected : [],
    stacks: { all: state.stacks?.all === true, except: Array.isArray(state.stacks?.except) ? state.stacks.except : [] },
  };
}
