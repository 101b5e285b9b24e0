/** Tries until what is asserted holds: a view may be one paint behind what was clicked. @throws the last failure, after 15 s */
export async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = Date.now() + 15_000;
  for (;;)
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
}
