/**
 * Asks for several at once, and gives the answers in order: who answers in another thread is not waited for one by one.
 * @param atOnce how many are asked for ahead
 * @throws what `ask` throws, when its turn comes
 */
export async function* readAhead<T, A>(
  items: Iterable<T>,
  atOnce: number,
  ask: (item: T) => Promise<A> | A,
): AsyncGenerator<readonly [T, A]> {
  const asked: (readonly [T, Promise<A> | A])[] = [];
  for (const item of items) {
    const answer = ask(item);
    // Heard when its turn comes, or never, where one before it ended all.
    if (answer instanceof Promise) answer.catch(() => {});
    asked.push([item, answer]);
    const [first] = asked;
    if (asked.length < atOnce || first == null) continue;
    asked.shift();
    yield [first[0], await first[1]];
  }
  for (const [item, answer] of asked) yield [item, await answer];
}
