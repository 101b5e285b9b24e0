/**
 * Justified rows as plain numbers, so that 200,000 photos are laid out in a few milliseconds before anything of
 * them but their aspects is known. All lengths are CSS px; positions are whole px so that edges stay sharp.
 */
export interface LayoutInput {
  /** Width / height; 0 where unknown. */
  readonly aspects: Float32Array;
  /** Items of each run; a run starts a new row. */
  readonly counts: Uint32Array;
  /** Height of the heading above each run; 0 for none. */
  readonly heading: number;
  readonly width: number;
  readonly rowHeight: number;
  readonly gap: number;
}

export interface Layout {
  readonly input: LayoutInput;
  readonly rows: number;
  readonly height: number;
  /** First item of each row, and the number of items at the end. */
  readonly rowStarts: Uint32Array;
  readonly rowTops: Float64Array;
  readonly rowHeights: Uint16Array;
  /** First row of each run, and the number of rows at the end. */
  readonly runRows: Uint32Array;
  /** Top of each run's heading, and the whole height at the end. */
  readonly runTops: Float64Array;
}

/** Photos as squares, all of one size: as many side by side as come nearest to the height that was set. */
export function squares(input: LayoutInput): LayoutInput {
  const { aspects, gap, rowHeight } = input;
  const width = Math.max(1, Math.floor(input.width));
  const each = Math.max(1, Math.round((width + gap) / (rowHeight + gap)));
  // Rounded up, so that no more fit; a row is a fraction of a px wider than high at most.
  return {
    ...input,
    aspects: new Float32Array(aspects.length).fill(1),
    rowHeight: Math.ceil((width + gap) / each - gap),
  };
}

/** A photo of unknown shape is taken for the commonest one. */
const unknownAspect = 4 / 3;
/** Beyond these a photo would make its row unusable: it is cropped to them instead. */
const narrowest = 1 / 4;
const widest = 6;

export const usedAspect = (aspect: number): number =>
  aspect > 0 && Number.isFinite(aspect) ? Math.min(widest, Math.max(narrowest, aspect)) : unknownAspect;

export function layOut(input: LayoutInput): Layout {
  const { aspects, counts, heading, gap } = input;
  const width = Math.max(1, Math.floor(input.width));
  const set = input.rowHeight;
  const total = aspects.length;
  const rowStarts = new Uint32Array(total + 1);
  const rowTops = new Float64Array(total);
  const rowHeights = new Uint16Array(total);
  const runRows = new Uint32Array(counts.length + 1);
  const runTops = new Float64Array(counts.length + 1);
  let rows = 0;
  let top = 0;
  let item = 0;

  const close = (start: number, height: number) => {
    rowStarts[rows] = start;
    rowTops[rows] = top;
    rowHeights[rows] = height;
    rows++;
    top += height + gap;
  };

  for (let run = 0; run < counts.length; run++) {
    runRows[run] = rows;
    runTops[run] = top;
    top += heading;
    const end = Math.min(total, item + counts[run]!);
    let start = item;
    let sum = 0;
    for (; item < end; item++) {
      const aspect = usedAspect(aspects[item]!);
      const before = sum;
      sum += aspect;
      const inRow = item - start + 1;
      if (sum * set + (inRow - 1) * gap < width) continue;
      const withIt = (width - (inRow - 1) * gap) / sum;
      const without = inRow > 1 ? (width - (inRow - 2) * gap) / before : Number.POSITIVE_INFINITY;
      // Whichever row comes nearer to the set height, by ratio.
      if (without / set < set / withIt) {
        close(start, Math.round(without));
        start = item;
        sum = aspect;
        if (sum * set >= width) {
          close(start, Math.max(1, Math.round(width / sum)));
          start = item + 1;
          sum = 0;
        }
      } else {
        close(start, Math.max(1, Math.round(withIt)));
        start = item + 1;
        sum = 0;
      }
    }
    if (start < end) close(start, Math.round(set));
  }
  runRows[counts.length] = rows;
  rowStarts[rows] = item;
  const height = Math.max(0, top - (rows > 0 ? gap : 0));
  runTops[counts.length] = height;
  return {
    input: { ...input, width },
    rows,
    height,
    rowStarts: rowStarts.subarray(0, rows + 1),
    rowTops: rowTops.subarray(0, rows),
    rowHeights: rowHeights.subarray(0, rows),
    runRows,
    runTops,
  };
}

/** Left edges of a row's items and, at the end, the right edge of the last plus the gap. */
export function rowEdges(layout: Layout, row: number): Float64Array {
  const { aspects, width, rowHeight, gap } = layout.input;
  const start = layout.rowStarts[row]!;
  const end = layout.rowStarts[row + 1]!;
  let sum = 0;
  for (let item = start; item < end; item++) sum += usedAspect(aspects[item]!);
  const gaps = (end - start - 1) * gap;
  const ragged = sum * rowHeight + gaps < width && isLastOfRun(layout, row);
  const scale = ragged ? rowHeight : (width - gaps) / sum;
  const edges = new Float64Array(end - start + 1);
  let before = 0;
  for (let item = start; item <= end; item++) {
    edges[item - start] = Math.round(before * scale) + (item - start) * gap;
    if (item < end) before += usedAspect(aspects[item]!);
  }
  if (!ragged) edges[end - start] = width + gap;
  return edges;
}

/** The last index whose value is at most `value`; 0 where none is. */
function lastAtMost(values: ArrayLike<number>, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** Row at a height; between two rows the upper one. */
export const rowAt = (layout: Layout, y: number): number => lastAtMost(layout.rowTops, layout.rows, y);

/** Row that holds an item. */
export const rowOf = (layout: Layout, item: number): number => lastAtMost(layout.rowStarts, layout.rows, item);

/** Run at a height, its heading included. */
export const runAt = (layout: Layout, y: number): number => lastAtMost(layout.runTops, layout.input.counts.length, y);

/** Run that a row belongs to. */
export const runOf = (layout: Layout, row: number): number =>
  lastAtMost(layout.runRows, layout.input.counts.length, row);

function isLastOfRun(layout: Layout, row: number): boolean {
  return layout.runRows[runOf(layout, row) + 1] === row + 1;
}
