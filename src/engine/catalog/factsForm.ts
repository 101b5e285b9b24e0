/**
 * What a snapshot may say that a file says of itself: other values than these would stop lists, trees and grids. Told
 * by hand, for hundreds of thousands are told before the first photo is seen.
 */
import { SaidFacts } from '../ledger/said.ts';
import type { FileFacts } from '../media/model.ts';

type Is = (value: unknown) => boolean;

const between =
  (least: number, most: number): Is =>
  value =>
    typeof value === 'number' && value >= least && value <= most;
const text: Is = value => typeof value === 'string' && value.length <= 100_000;
const flag: Is = value => typeof value === 'boolean';
const milliseconds = between(-8.64e15, 8.64e15);
/** Pixels, seconds, millimetres, ISO. */
const amount = between(0, 1e12);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf =
  (is: Is): Is =>
  value =>
    Array.isArray(value) && value.every(is);
/** As a source's sidecars may say it; zod says how. */
const said =
  (field: keyof SaidFacts): Is =>
  value =>
    SaidFacts.safeParse({ [field]: value }).success;

const TIMES = new Set<unknown>(['exif', 'iptc', 'xmp', 'quicktime', 'gps', 'sidecar']);
const minutes = between(-1440, 1440);
function isTime(claim: unknown): boolean {
  if (!isObject(claim) || !TIMES.has(claim.origin) || !text(claim.tag) || !isObject(claim.time)) return false;
  const { known, wallMs, utcMs, offsetMin } = claim.time;
  if (known === 'instant') return milliseconds(utcMs);
  return milliseconds(wallMs) && (known === 'wall' || (known === 'zoned' && minutes(offsetMin)));
}

const FORMS = new Set<unknown>(['xmp', 'aae', 'takeout', 'exiftool']);
const isSidecar: Is = value =>
  isObject(value) && FORMS.has(value.form) && (value.name === undefined || text(value.name));

const FIELDS: { readonly [Field in keyof Required<FileFacts>]: Is } = {
  v: between(0, 1e6),
  fileType: text,
  mimeType: text,
  width: amount,
  height: amount,
  orientation: amount,
  duration: amount,
  times: isListOf(isTime),
  gps: said('gps'),
  gpsUtcMs: milliseconds,
  make: text,
  model: text,
  lens: text,
  focalLength: amount,
  fNumber: amount,
  exposureTime: amount,
  iso: amount,
  flash: text,
  software: text,
  title: said('title'),
  description: said('description'),
  keywords: said('keywords'),
  people: said('people'),
  creator: said('creator'),
  copyright: said('copyright'),
  rating: said('rating'),
  favorite: said('favorite'),
  // In the form of keywords.
  albums: said('keywords'),
  contentId: text,
  burst: text,
  burstCover: flag,
  embeddedVideo: flag,
  sidecarOf: isSidecar,
  trouble: text,
};
const CHECKS = new Map<string, Is>(Object.entries(FIELDS));

/** @param json of the column facts.json; a field that is not known is none of ours */
export function areFacts(json: unknown): boolean {
  if (typeof json !== 'string') return false;
  let facts: unknown;
  try {
    facts = JSON.parse(json);
  } catch {
    return false;
  }
  if (!isObject(facts) || !('v' in facts)) return false;
  for (const field in facts) if (CHECKS.get(field)?.(facts[field]) !== true) return false;
  return true;
}
