/**
 * Something that only exiftool is to judge: an unknown structure, a cut file, a charset in doubt, a maker note that
 * could hold what is asked for. Never leaves `quickTags`.
 */
export class Unusual extends Error {
  override readonly name = 'Unusual';
}

/** @throws Unusual */
export function unusual(what: string): never {
  throw new Unusual(what);
}

/** @throws Unusual where it does not hold */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) unusual(what);
}
