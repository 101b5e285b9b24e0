/**
 * Of the row `c` of a change: whether an undo of it holds. One that was undone itself has brought the change back.
 */
export const IS_UNDONE = (c: string): string =>
  `EXISTS (SELECT 1 FROM change undoing WHERE undoing.uid = ${c}.undone_by AND undoing.undone_by IS NULL)`;
