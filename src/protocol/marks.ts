/** What a person says of photos. Types only. */

export interface Marks {
  /** 0 to 5; 0 is none. */
  readonly rating?: number;
  readonly flag?: 'pick' | 'reject' | 'none';
  readonly favorite?: boolean;
}

/** What a mark command asks: marks, or a favourite where it is none and none where it is one. */
export type MarkWish = Marks | 'favorite';
