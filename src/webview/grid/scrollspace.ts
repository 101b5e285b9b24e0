/**
 * Browsers can't scroll further than some 33 million px, and 200,000 large thumbnails are more. So what scrolls is a
 * space of at most `limit` px that lies over the whole at `base`, and is moved along when its end comes near. As the
 * native scroll bar is hidden, nobody sees the difference.
 */
export interface ScrollSpace {
  /** Height of the whole, px. */
  readonly height: number;
  /** Top of the space within the whole. */
  readonly base: number;
  /** What the element's scrollTop is, or must become. */
  readonly top: number;
}

const limit = 8_000_000;
const margin = 1_000_000;

export const spaceHeight = (height: number): number => Math.min(height, limit);

/** The space for looking at `y` of the whole. */
export function spaceAt(height: number, viewport: number, y: number): ScrollSpace {
  const target = Math.max(0, Math.min(y, height - viewport));
  if (height <= limit) return { height, base: 0, top: target };
  const base = Math.round(Math.max(0, Math.min(target - limit / 2, height - limit)));
  return { height, base, top: target - base };
}

/** Where the scrolling has come near to an end of the space that is no end of the whole, the space to go on in. */
export function movedSpace(space: ScrollSpace, viewport: number): ScrollSpace | null {
  if (space.height <= limit) return null;
  const nearTop = space.top < margin && space.base > 0;
  const nearEnd = space.top + viewport > limit - margin && space.base + limit < space.height;
  return nearTop || nearEnd ? spaceAt(space.height, viewport, space.base + space.top) : null;
}
