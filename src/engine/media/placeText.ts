/** A place as people write or copy it: numbers, degrees with letters, the address of a map. Pure. */
import type { Gps } from './model.ts';
import { place } from './tagGps.ts';

const NUMBER = String.raw`[+-]?\d{1,3}(?:\.\d{1,15})?`;
const PLAIN = new RegExp(
  String.raw`^(${NUMBER})\s*[,;\s]\s*(${NUMBER})(?:\s*[,;\s]\s*([+-]?\d{1,5}(?:\.\d{1,6})?)\s*m?)?$`,
);
/** Google's pin, Google's middle of the map, OpenStreetMap's pin and map, Apple's, `geo:`. */
const ADDRESSES: readonly RegExp[] = [
  new RegExp(`!3d(${NUMBER})!4d(${NUMBER})`),
  new RegExp(`[?&]mlat=(${NUMBER})&mlon=(${NUMBER})`),
  new RegExp(`[?&](?:q|ll|query|center|coordinate)=(?:loc:)?(${NUMBER})(?:,|%2C)\\+?(${NUMBER})`, 'i'),
  new RegExp(`@(${NUMBER}),(${NUMBER})`),
  new RegExp(`#map=\\d{1,2}(?:\\.\\d+)?/(${NUMBER})/(${NUMBER})`),
  new RegExp(`^geo:(${NUMBER}),(${NUMBER})(?:,(${NUMBER}))?`, 'i'),
];
const ANGLE =
  /(\d{1,3}(?:\.\d+)?)\s*°\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″]|''))?)?\s*([NSEW])/gi;

/** @returns undefined for what is no place on Earth; (0, 0) stands for "unknown" everywhere, and is none */
export function placeOf(text: string): Gps | undefined {
  const given = text.trim().slice(0, 4000);
  const plain = PLAIN.exec(given);
  if (plain != null) return place(plain[1], plain[2], plain[3]);
  for (const form of ADDRESSES) {
    const found = form.exec(given);
    if (found != null) return place(found[1], found[2], found[3]);
  }
  return angles(given);
}

/** `48°51'30"N 2°17'40"E`, in either order. */
function angles(given: string): Gps | undefined {
  const found = [...given.matchAll(ANGLE)].map(([, degrees, minutes = '0', seconds = '0', letter = '']) => ({
    size: Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600,
    letter: letter.toUpperCase(),
  }));
  const [lat, lon] = ['NS', 'EW'].map(letters => found.find(({ letter }) => letters.includes(letter)));
  if (found.length !== 2 || lat == null || lon == null) return undefined;
  return place(lat.letter === 'S' ? -lat.size : lat.size, lon.letter === 'W' ? -lon.size : lon.size);
}
