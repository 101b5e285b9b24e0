/** What photos are looked for by. Types only. */

/** Fields whose values many photos share. */
export type ValueField = 'camera' | 'lens' | 'keyword' | 'person' | 'album';

export interface FieldValue {
  readonly name: string;
  /** Photos that have it. */
  readonly count: number;
  /** Finds just these. */
  readonly query: string;
  /** Of an album: only the files name it; it can't be renamed or removed. */
  readonly foreign?: true;
}

/** The part of a query that is wrong, in UTF-16 units from its beginning. */
export interface QueryPlace {
  readonly at: number;
  readonly length: number;
}
