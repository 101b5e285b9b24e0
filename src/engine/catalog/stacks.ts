/**
 * Photos of one moment, to be shown as one: bursts that a camera, a library or their names tell, and series that one
 * camera took within moments. Nothing of it is kept: it follows from what the catalog knows of each photo.
 */
import type { Catalog } from './open.ts';
import { closeRuns, type Moment, seriesWithin } from './series.ts';

/** The photos of a stack, as places in the result, in its order. */
export interface Stack {
  readonly members: readonly number[];
  /** The one that stands for them, among the members. */
  readonly cover: number;
}

/** @param moments newest or oldest first @returns none of them shares a photo with another */
export function stacksOf(db: Catalog, moments: readonly Moment[]): readonly Stack[] {
  const told = toldBursts(db, moments);
  const inBurst = new Set(told.flat());
  const stacks = [...told, ...series(db, moments, inBurst)];
  if (stacks.length === 0) return [];
  const worth = new Worth(db);
  return stacks.map(members => ({ members, cover: coverOf(members, moments, worth) }));
}

/** Those of the same day, for a day's heading stands above what is of that day. */
function toldBursts(db: Catalog, moments: readonly Moment[]): readonly number[][] {
  const terms = db
    .prepare<[], [asset: number, term: number]>(
      `SELECT l.asset, l.term FROM term t JOIN asset_term l ON l.term = t.id WHERE t.field = 'burst'`,
    )
    .raw(true)
    .all() as unknown as readonly (readonly [number, number])[];
  if (terms.length === 0) return [];
  const termOf = new Map(terms);
  const groups = new Map<string, number[]>();
  moments.forEach(([id, day], at) => {
    const term = termOf.get(id);
    if (term == null || day == null) return;
    const key = `${term} ${day}`;
    const group = groups.get(key);
    if (group == null) groups.set(key, [at]);
    else group.push(at);
  });
  return [...groups.values()].filter(group => group.length > 1);
}

/** Of what the camera says when it was taken: a time that was guessed is no moment. */
function series(db: Catalog, moments: readonly Moment[], inBurst: ReadonlySet<number>): readonly number[][] {
  const runs = closeRuns(moments, inBurst);
  if (runs.length === 0) return [];
  const ids = runs.flatMap(run => run.map(at => moments[at]?.[0]));
  const cameras = new Map(
    db
      .prepare<[string]>(
        // CROSS: in this order, or SQLite goes through all that a camera took for each of them.
        `SELECT a.id, l.term FROM json_each(?) w CROSS JOIN asset a ON a.id = w.value
         CROSS JOIN asset_term l ON l.asset = a.id CROSS JOIN term t ON t.id = l.term AND t.field = 'camera'
         WHERE a.kind = 'photo' AND a.time_origin IN ('exif', 'xmp', 'user')`,
      )
      .raw(true)
      .all(JSON.stringify(ids)) as readonly (readonly [number, number])[],
  );
  return runs.flatMap(run => seriesWithin(run, moments, at => cameras.get(moments[at]?.[0] ?? 0)));
}

/** How much a photo is to be preferred: by the person's marks, then by the camera's or a library's choice. */
class Worth {
  readonly #of = new Map<number, number>();

  constructor(db: Catalog) {
    const add = (sql: string, points: (value: number | string) => number): void => {
      for (const [id, value] of db.prepare(sql).raw(true).all() as readonly (readonly [number, number | string])[])
        this.#of.set(id, this.of(id) + points(value));
    };
    add(`SELECT id, flag FROM asset WHERE flag <> 'none'`, flag => (flag === 'pick' ? 100 : -100));
    add('SELECT id, rating FROM asset WHERE rating <> 0', rating => 10 * Number(rating));
    add(
      `SELECT l.asset, 1 FROM term t JOIN asset_term l ON l.term = t.id WHERE t.field = 'cover'`,
      chosen => 5 * Number(chosen),
    );
  }

  of(id: number): number {
    return this.#of.get(id) ?? 0;
  }
}

/** Of those that are worth the same the one that was taken first. */
function coverOf(members: readonly number[], moments: readonly Moment[], worth: Worth): number {
  const rank = (at: number): readonly [number, number, number] => {
    const [id, , wall] = moments[at] ?? [0, null, null];
    return [-worth.of(id), wall ?? 0, id];
  };
  return members.reduce((best, at) => (isBefore(rank(at), rank(best)) ? at : best));
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
