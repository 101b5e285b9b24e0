import type { GridItem } from '../../protocol/grid.ts';
import type { Locale } from '../locale.ts';

/** The photos of a result, as views that show some of them large want them. Numbers count from 0. */
export interface PhotoSource {
  readonly count: number;
  id(index: number): number;
  /** Width / height, 0 where unknown. */
  aspect(index: number): number;
  /** Of the thumbnail, or null where there is none (yet). */
  address(id: number): string | null;
  name(id: number): string;
  item(id: number): GridItem | undefined;
  /** Why there is no thumbnail, or ''. */
  why(id: number): string;
  locale(): Locale;
  /** Thumbnails and facts to fetch now. */
  want(ids: readonly number[]): void;
}
