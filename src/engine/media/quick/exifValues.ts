/** EXIF values that exiftool makes something else of than they are. */
import { jsonValue, perlNumber, utf8Text, withoutEnd } from './tags.ts';
import type { Entry, Tiff } from './tiff.ts';
import { expect } from './unusual.ts';

/** Photographer and editor, each with a NUL; one line for each. */
export function copyright(tiff: Tiff, entry: Entry): unknown {
  const [photographer = '', ...more] = utf8Text(tiff.raw(entry)).split('\0', 3);
  if (more.length === 0) return jsonValue(photographer.replace(/\n$/, ''));
  const [editor = '', behind] = more;
  const both = `${withoutEnd(photographer, ' ')}\n${behind == null ? editor : withoutEnd(editor, ' ')}`;
  return jsonValue(both.replace(/\n$/, ''));
}

/** UTF-16LE without a mark, as Windows writes it. */
export function windowsText(tiff: Tiff, entry: Entry): unknown {
  const raw = tiff.raw(entry);
  expect(raw.length % 2 === 0, 'half a character');
  const [value = ''] = raw.toString('utf16le', 0, raw.length).split('\0');
  expect(!/[\ud800-\udfff\ufeff\ufffe\uffff]/.test(value), 'characters beyond UCS-2');
  return jsonValue(value);
}

export function degrees(tiff: Tiff, entry: Entry): unknown {
  const parts = tiff.rationals(entry);
  expect(parts.length <= 3, 'parts of a degree');
  if (parts.some(part => typeof part !== 'number')) return '';
  const [whole = 0, minutes = 0, seconds = 0] = parts as readonly number[];
  const value = whole + (minutes + seconds / 60) / 60;
  return jsonValue(perlNumber(value < 0 ? -value : value));
}

/** As exiftool's ConvertTimeStamp. */
export function clock(tiff: Tiff, entry: Entry): unknown {
  const parts = tiff.rationals(entry);
  expect(parts.length === 3 && parts.every(part => typeof part === 'number' && part >= 0), 'clock of GPS');
  const [hour = 0, minute = 0, second = 0] = parts as readonly number[];
  let left = (hour * 60 + minute) * 60 + second;
  expect(left < 1e6, 'clock of GPS');
  let hours = Math.floor(left / 3600);
  left -= hours * 3600;
  let minutes = Math.floor(left / 60);
  left -= minutes * 60;
  let seconds = left.toFixed(9).padStart(12, '0');
  if (Number(seconds) >= 60) {
    seconds = '00';
    minutes++;
    if (minutes >= 60) {
      minutes -= 60;
      hours++;
    }
  } else {
    seconds = seconds.replace(/\.?0+$/, '');
  }
  const two = (value: number): string => String(value).padStart(2, '0');
  return jsonValue(`${two(hours)}:${two(minutes)}:${seconds}`);
}

/** `2019:07:01`, whatever stands between. */
export function day(tiff: Tiff, entry: Entry): unknown {
  expect((entry.format === 2 || entry.format === 7) && entry.size <= 32, 'day of GPS');
  const value = withoutEnd(utf8Text(tiff.raw(entry)), '\0');
  return jsonValue(value.replace(/(\d{4})[^\d]*(\d{2})[^\d]*(\d{2})$/, '$1:$2:$3'));
}
