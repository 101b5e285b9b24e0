/**
 * Which moves are nothing but new names. Pure. A file that holds what another had has only moved where its own
 * bytes are safe in a third place: otherwise it was moved over, and that must not go unsaid.
 */
import type { Move } from '../indexing/matching.ts';
import type { Matches } from './differing.ts';

export interface Believed {
  /** What belongs together: each file of a chain but the last holds the bytes that the one behind it had. */
  readonly chains: readonly (readonly Move[])[];
  /** These hold what another had; their own bytes are nowhere. */
  readonly others: readonly Move[];
}

export function believed({ moves, fresh, gone }: Matches): Believed {
  const into = new Map(moves.map(move => [move.file, move]));
  const carried = new Set(moves.map(({ source }) => source));
  const refused = new Set<Move>();
  for (const { file } of moves) {
    if (fresh.has(file) || carried.has(file)) continue;
    // Nothing holds what this one had; so it is not believed, nor is what leads to it.
    for (let move = into.get(file); move != null && !refused.has(move); move = into.get(move.source)) refused.add(move);
  }
  // A new file with the bytes of one that was edited since is a copy made before the edit.
  for (const move of moves) {
    if (!fresh.has(move.file) || gone.has(move.source)) continue;
    const taken = into.get(move.source);
    if (taken == null || refused.has(taken)) refused.add(move);
  }
  const chains: Move[][] = [];
  const seen = new Set<Move>(refused);
  const follow = (first: Move): void => {
    const chain: Move[] = [];
    for (let move: Move | undefined = first; move != null && !seen.has(move); move = into.get(move.source)) {
      seen.add(move);
      chain.push(move);
    }
    if (chain.length > 0) chains.push(chain);
  };
  for (const move of moves) if (fresh.has(move.file)) follow(move);
  // What is left goes round.
  for (const move of moves) follow(move);
  return { chains, others: [...refused].filter(({ file }) => !fresh.has(file)) };
}
