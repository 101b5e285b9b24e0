/** How photos of any shape are laid onto a screen, each as large as can be. Pure. */

export interface Tiling {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Equal cells: the number of columns at which the photos, fitted into them, have the largest area in all.
 * @param aspects width / height of each @param bar height of what stands below each photo, px
 */
export function tiling(aspects: readonly number[], width: number, height: number, gap: number, bar: number): Tiling {
  let best: Tiling = { columns: 1, rows: Math.max(1, aspects.length) };
  let most = -1;
  for (let columns = 1; columns <= aspects.length; columns++) {
    const rows = Math.ceil(aspects.length / columns);
    const wide = (width - gap * (columns - 1)) / columns;
    const high = (height - gap * (rows - 1)) / rows - bar;
    if (wide <= 0 || high <= 0) continue;
    const area = aspects.reduce((sum, aspect) => {
      const shown = Math.min(wide, high * aspect);
      return sum + (shown * shown) / aspect;
    }, 0);
    if (area > most) {
      most = area;
      best = { columns, rows };
    }
  }
  return best;
}
