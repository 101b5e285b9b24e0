/** Year folders are named in the account's language: their number and what lies in them tell them, not their words. */

const DAY = 86_400_000;

/** The year in a folder's name, in any digits; undefined where there is none or more than one. */
export function yearIn(name: string): number | undefined {
  const years = asciiDigits(name).match(/(?<!\d)(?:1[89]|20)\d\d(?!\d)/g) ?? [];
  return years.length === 1 ? Number(years[0]) : undefined;
}

/** The name without its year: equal in all year folders of an export. */
export function yearTemplate(name: string): string {
  return asciiDigits(name.normalize('NFC')).replace(/(?<!\d)(?:1[89]|20)\d\d(?!\d)/, '#');
}

/**
 * Whether a folder holds the photos of the one year that its name tells, as far as sidecars say. A day more or less:
 * Google files by local time.
 * @param instants Unix ms
 */
export function isYearFolder(name: string, instants: readonly number[]): boolean {
  const year = yearIn(name);
  if (year == null || instants.length === 0) return false;
  return instants.filter(utcMs => inYear(utcMs, year)).length >= instants.length * 0.9;
}

export function inYear(utcMs: number, year: number): boolean {
  return utcMs >= Date.UTC(year, 0, 1) - DAY && utcMs < Date.UTC(year + 1, 0, 1) + DAY;
}

/** Old exports filed by day, and said so in an album's metadata: `2015-03-12`, `2015-03-12 #2`. */
export function isDayTitle(title: string): boolean {
  return /^(?:1[89]|20)\d\d-\d\d-\d\d(?:-\d\d-\d\d)?(?: #\d+)?$/.test(title);
}

/**
 * What Google calls year folders, as far as known. It is asked only where a year folder says, as those of old exports
 * do, to be an album: "Christmas 2018" looks the same but for its words.
 */
export function isYearTitle(title: string): boolean {
  return YEAR_TITLES.has(yearTemplate(title.trim()).toLowerCase());
}

const YEAR_TITLES = new Set(
  [
    'photos from #',
    'fotos von #',
    'fotos aus #',
    'photos de #',
    'fotos de #',
    'fotos del #',
    'foto del #',
    'foto dal #',
    "foto's uit #",
    'foton från #',
    'bilder fra #',
    'billeder fra #',
    'kuvat vuodelta #',
    'zdjęcia z #',
    'fotky z roku #',
    'fotografii din #',
    'фото за #',
    'фотографии за # год',
    '# yılındaki fotoğraflar',
    '# 年の写真',
    '# 年的照片',
    '#년의 사진',
  ].map(title => title.normalize('NFC').toLowerCase()),
);

function asciiDigits(name: string): string {
  return name.replace(/\p{Nd}/gu, digit => String(digitValue(digit)));
}

/** Decimal digits stand in Unicode in rows of ten that begin with their zero. */
function digitValue(digit: string): number {
  // Beyond the first plane rows lie side by side; no one names folders with those.
  if (digit.codePointAt(0)! > 0xffff) return 0;
  let value = 0;
  for (let code = digit.codePointAt(0)! - 1; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code)); code--) value++;
  return value;
}
