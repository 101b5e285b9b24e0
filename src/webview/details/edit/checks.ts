/** What is wrong with what somebody types; the command line, which writes it, has the last word. Pure. */
import { words } from './words.ts';

const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,3})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/;
const SHIFT = /^[+-]?\s*((\d+\s*d)?\s*(\d+\s*h)?\s*(\d+\s*m(in)?)?\s*(\d+\s*s)?|\d+:\d{2}(:\d{2})?)$/i;
const ZONE = /^[+-](0?\d|1[0-4])(:?[0-5]\d)?$/;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const LONGEST = 65_536;
const LONGEST_ITEM = 512;

export const textFault = (value: string): string =>
  CONTROL.test(value) ? words.control : value.length > LONGEST ? words.long : '';

/** Of one of a list; empty: none is wanted. */
export const itemFault = (value: string): string =>
  value === '' ? '' : /\s\s|[\n\t]/.test(value) || value.length > LONGEST_ITEM ? words.itemWrong : textFault(value);

export function dateFault(value: string): string {
  const day = DATE.test(value.trim()) ? value.trim().slice(0, 10) : '';
  const at = day === '' ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  // The 31st of June is another day to Date.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? words.dateWrong : '';
}

export const shiftFault = (value: string): string =>
  SHIFT.test(value.trim()) && /[1-9]/.test(value) ? '' : words.shiftWrong;

export const zoneFault = (value: string): string => (ZONE.test(value.trim()) ? '' : words.zoneWrong);
