/** The query can't be understood, or nothing could ever be found by it. */
export class BadQuery extends Error {
  override readonly name = 'BadQuery';
  /** The whole query, and the part of it that is wrong: from where, how long, in UTF-16 units. */
  readonly query: string;
  readonly at: number;
  readonly length: number;
  /** What is wrong, without the place. */
  readonly problem: string;

  constructor(problem: string, query: string, at: number, length: number) {
    super(`In the query, at character ${at + 1} (${query.slice(at, at + length)}): ${problem}`);
    this.problem = problem;
    this.query = query;
    this.at = at;
    this.length = length;
  }
}

/** What is wrong with one value; where it stands is known to who reads the whole. */
export class BadValue extends Error {
  override readonly name = 'BadValue';
}

/** How many letters must be put in, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Letters in another order, or a word that was not written to its end. */
function isSlip(word: string, name: string): boolean {
  return (word.length > 2 && name.startsWith(word)) || [...word].sort().join() === [...name].sort().join();
}

/** The one of the known words that was most likely meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const near = known
    .map(name => ({ name, far: isSlip(word, name) ? 1 : distance(word, name) }))
    .filter(({ name, far }) => far <= 2 && far < Math.max(word.length, name.length) / 2)
    .sort((a, b) => a.far - b.far);
  return near[0]?.name;
}
