/** With a capital first letter, for languages that write months and weekdays small: a label begins with one. */
export function capitalised(text: string, locale: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}
