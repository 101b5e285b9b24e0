/** The text of a query as it is typed: what stands at the caret, and how values are put in. Pure. */

/** One condition of a query, finished or not. */
export interface Condition {
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
  /** In lower case; undefined of a word. */
  readonly field: string | undefined;
  /** What is typed of the value, without quotation marks. */
  readonly value: string;
}

const start = /(-?)(?:([a-z][a-z_]*):)?(?:>=|<=|=|>|<)?/iy;
const quotes: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“' };

export function conditionsOf(text: string): readonly Condition[] {
  const found: Condition[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    const from = at;
    start.lastIndex = at;
    const [whole = '', minus = '', field] = start.exec(text) ?? [];
    at += whole.length;
    const closing = quotes[text.charAt(at)];
    let value = '';
    if (closing === undefined) {
      while (at < text.length && !/\s/.test(text.charAt(at))) value += text.charAt(at++);
    } else {
      for (at++; at < text.length && text.charAt(at) !== closing; at++) {
        if (text.charAt(at) === '\\' && at + 1 < text.length) at++;
        value += text.charAt(at);
      }
      at = Math.min(text.length, at + 1);
    }
    found.push({ from, to: at, negated: minus !== '', field: field?.toLowerCase(), value });
  }
  return found;
}

/** What is being typed: the condition that the caret stands in or behind; an empty one between two blanks. */
export function conditionAt(text: string, caret: number): Condition {
  const here = conditionsOf(text).find(({ from, to }) => from < caret && caret <= to);
  return here ?? { from: caret, to: caret, negated: false, field: undefined, value: '' };
}

const written = (text: string, { from, to }: Condition): string => text.slice(from, to).toLowerCase();

export const holds = (text: string, condition: string): boolean =>
  conditionsOf(text).some(one => written(text, one) === condition.toLowerCase());

/** Puts a condition at the end, or takes it out where it stands. */
export function toggled(text: string, condition: string): string {
  const others = conditionsOf(text).filter(one => written(text, one) !== condition.toLowerCase());
  const left = others.map(({ from, to }) => text.slice(from, to)).join(' ');
  if (holds(text, condition)) return left;
  return left === '' ? condition : `${left} ${condition}`;
}

/** With `insert` in place of the condition; the caret stands behind it. */
export function replaced(
  text: string,
  { from, to }: Pick<Condition, 'from' | 'to'>,
  insert: string,
): { readonly text: string; readonly caret: number } {
  const after = text.slice(to).trimStart();
  const between = after === '' || insert.endsWith(' ') ? '' : ' ';
  return { text: text.slice(0, from) + insert + between + after, caret: from + insert.length };
}
