/** `iCloud Photos Part 2 of 7.zip`, in the languages that name parts so; browsers put ` (1)` behind a second download. */
const PART =
  /^(.*?)\b(Part|Teil|Partie|Parte|Deel|Del|Osa|Część)( +)(\d{1,4})( +)(of|von|sur|de|di|van|av|af|z)( +)(\d{1,4})(?: ?\(\d+\))?(?:\.zip)?$/iu;

/** What a name says of which part it is; undefined where it says nothing. */
export function partOf(
  name: string,
): { readonly set: string; readonly number: number; readonly of: number } | undefined {
  const found = PART.exec(name.normalize('NFC'));
  if (found == null) return undefined;
  const [number, of] = [Number(found[4]), Number(found[8])];
  if (number < 1 || number > of) return undefined;
  return { set: `${found[1]}|${of}`.toLowerCase(), number, of };
}

/** Names of the parts that aren't here. @param names of archives and folders, wherever they lie */
export function missingParts(names: Iterable<string>): readonly string[] {
  const sets = new Map<string, { readonly like: string; readonly of: number; readonly numbers: Set<number> }>();
  for (const name of names) {
    const part = partOf(name);
    if (part == null) continue;
    const set = sets.get(part.set) ?? { like: name, of: part.of, numbers: new Set() };
    set.numbers.add(part.number);
    sets.set(part.set, set);
  }
  return [...sets.values()].flatMap(({ like, of, numbers }) =>
    Array.from({ length: of }, (_, index) => index + 1)
      .filter(number => !numbers.has(number))
      .map(number => numbered(like, number)),
  );
}

function numbered(like: string, number: number): string {
  const { groups: _, ...found } = PART.exec(like.normalize('NFC'))!;
  return `${found[1]}${found[2]}${found[3]}${number}${found[5]}${found[6]}${found[7]}${found[8]}.zip`;
}
