const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** `Saturday June 4,2022 12:11 PM GMT`, as Apple writes it in every language. */
const DATE = /^(?:\p{L}+,? +)?(\p{L}+) +(\d{1,2}), *(\d{4}) +(\d{1,2}):(\d{2}) *(AM|PM) *(?:GMT|UTC)$/iu;

/** @returns Unix ms at the beginning of the minute; undefined where the text is no such date */
export function appleDate(text: string): number | undefined {
  const found = DATE.exec(text.slice(0, 100).replace(/\s+/g, ' ').trim());
  if (found == null) return undefined;
  const [, name = '', day, year, hour, minute, half = ''] = found;
  const month = MONTHS.indexOf(name.toLowerCase());
  const clock = Number(hour);
  if (month < 0 || clock < 1 || clock > 12 || Number(minute) > 59) return undefined;
  const hours = (clock % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const date = new Date(0);
  date.setUTCFullYear(Number(year), month, Number(day));
  if (date.getUTCMonth() !== month || date.getUTCDate() !== Number(day)) return undefined;
  return date.setUTCHours(hours, Number(minute));
}
