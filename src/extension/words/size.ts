const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Bytes in decimal units, as drives are sold: `41 GB`, `1.9 MB`. One decimal below ten, none above. */
export function formatBytes(bytes: number, locale: string): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.5 would be rounded to 1,000 of its unit.
  while (unit < UNITS.length - 1 && Math.round(value) >= 1000) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit > 0 && value < 9.95 ? 1 : 0,
  }).format(value);
}

/** What stands beside a row of the tree: `6,120 · 41 GB`. */
export function countAndSize(count: number, bytes: number, locale: string): string {
  return `${new Intl.NumberFormat(locale).format(count)} · ${formatBytes(bytes, locale)}`;
}
