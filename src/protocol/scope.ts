/** What part of a backup is looked at, in what order. Types only. */

/** What part of the backup a grid shows. Months are 1 to 12, days 1 to 31. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'year'; readonly year: number }
  | { readonly kind: 'month'; readonly year: number; readonly month: number }
  | { readonly kind: 'day'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: 'undated' }
  | { readonly kind: 'problem'; readonly code: string };

export type Sort = 'newest' | 'oldest' | 'name' | 'largest' | 'rating';
