/**
 * What Google Photos puts behind the name of an edited photo, by language (facts of real exports), and what
 * osxphotos puts (`_edited`). Compared in NFC and without case.
 */
const WORDS = [
  'edited',
  'bearbeitet',
  'modifié',
  'modificato',
  'bewerkt',
  'edytowane',
  'ha editado',
  'editado',
  'editat',
  'muokattu',
  'düzenlendi',
  'измененный',
  '編集済み',
  '编辑',
  '已修改',
  '已編輯',
].map(word => word.normalize('NFC').toLowerCase());

/** Units (UTF-16) of the longest name with its extension, without the counter, that Takeout gives. */
export const TAKEOUT_NAME_LIMIT = 51;

/** A counter that ends a stem: `X(1)` is `X` and 1. */
export function splitCounter(stem: string): { readonly base: string; readonly counter: number } {
  const found = /^(.+)\((\d{1,4})\)$/s.exec(stem);
  return found == null || found[2]!.startsWith('0')
    ? { base: stem, counter: 0 }
    : { base: found[1]!, counter: Number(found[2]) };
}

export interface OriginalStem {
  readonly stem: string;
  /** False where the suffix is cut short, so that the name may be no edit's at all. */
  readonly certain: boolean;
}

/**
 * The stems that the original of an edited file may have, likeliest first; none where the name tells of no edit.
 * `IMG_E1234` is of `IMG_1234`, `X-edited(1)` of `X(1)`, `X_edited` of `X`. Where Takeout clipped the name, the
 * suffix may be cut anywhere: `-edi`.
 * @param stem in NFC
 */
export function originalStems(stem: string, extension: string): readonly OriginalStem[] {
  const found: OriginalStem[] = [];
  const apple = /^([A-Za-z]{3}_)E(\d{4}.*)$/i.exec(stem);
  if (apple != null) found.push({ stem: apple[1]! + apple[2]!, certain: true });
  const { base, counter } = splitCounter(stem);
  const tail = counter === 0 ? '' : `(${counter})`;
  const lower = base.toLowerCase();
  for (const word of WORDS) {
    if (lower.length > word.length + 1 && (lower.endsWith(`-${word}`) || lower.endsWith(`_${word}`))) {
      found.push({ stem: base.slice(0, -word.length - 1) + tail, certain: true });
    }
  }
  const clipped = base.length + 1 + extension.length === TAKEOUT_NAME_LIMIT ? clippedSuffix(lower) : 0;
  if (clipped > 0) found.push({ stem: base.slice(0, -clipped) + tail, certain: false });
  return found;
}

/** Units of the beginning of an edit suffix that the name ends in; 0 where there is none. */
function clippedSuffix(lower: string): number {
  const dash = lower.lastIndexOf('-');
  const rest = lower.slice(dash + 1);
  const cut = dash > 0 && rest !== '' && WORDS.some(word => word.startsWith(rest) && word !== rest);
  return cut ? rest.length + 1 : 0;
}
