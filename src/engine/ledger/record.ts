/**
 * What the ledger can say. Lines are of folders rather than of files where many files share a fate, so that
 * the ledger of 400,000 files stays a text that an editor opens. docs/FORMAT.md tells it to people.
 *
 * A name is a string, or `{"b": base64}` where its bytes are not UTF-8. Times of files (`mtime`) are
 * microseconds from 1970-01-01 UTC, `at` is milliseconds.
 */
import { Buffer } from 'node:buffer';
import * as z from 'zod/mini';
import { type Name, nameOf } from '../backup/name.ts';

const LedgerName = z.union([z.string(), z.object({ b: z.base64() })]);
export type LedgerName = z.infer<typeof LedgerName>;

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** size, mtime, SHA-256. */
const State = z.tuple([z.int().check(z.nonnegative()), z.int(), sha256]);
export type RecordedState = z.infer<typeof State>;
const at = z.int();

/**
 * The manifest grows or changes. `why`: first (never recorded before), touched (same bytes, another time),
 * moved (same bytes, from `from`), accept and undo (a person said so; `change` names the act, `was` holds what
 * stood before, null for nothing), recovered (written again out of a catalog after a ledger was lost).
 */
export const Sums = z.object({
  t: z.literal('sums'),
  at,
  why: z.enum(['first', 'touched', 'moved', 'accept', 'undo', 'recovered']),
  change: z.optional(z.uuid()),
  dir: LedgerName,
  files: z.array(z.tuple([LedgerName, State])),
  was: z.optional(z.array(z.nullable(State))),
});

/** Files that the manifest no longer holds: moved away, or let go by a person. */
export const Gone = z.object({
  t: z.literal('gone'),
  at,
  why: z.enum(['moved', 'accept', 'undo']),
  change: z.optional(z.uuid()),
  dir: LedgerName,
  files: z.array(z.tuple([LedgerName, State])),
});

/** The ids of assets, each by its main file. */
export const Assets = z.object({
  t: z.literal('assets'),
  at,
  dir: LedgerName,
  ids: z.array(z.tuple([LedgerName, z.uuid()])),
});

/** Bytes that were read and found equal to their record. */
export const Proved = z.object({ t: z.literal('proved'), at, dir: LedgerName, files: z.array(LedgerName) });

/** What a verification found of files that are on the record: so that another machine knows it too. */
export const Found = z.object({
  t: z.literal('found'),
  at,
  dir: LedgerName,
  files: z.array(z.tuple([LedgerName, z.enum(['corrupt', 'modified', 'missing'])])),
});

/** What a person says of assets; a field that is absent stays as it was. */
export const Marks = z.object({
  t: z.literal('marks'),
  at,
  assets: z.array(z.uuid()),
  rating: z.optional(z.int().check(z.minimum(0), z.maximum(5))),
  flag: z.optional(z.enum(['pick', 'reject', 'none'])),
  favorite: z.optional(z.boolean()),
});

/** An act that can be taken back; the lines that carry its `change` id are what it did. */
export const Change = z.object({
  t: z.literal('change'),
  at,
  id: z.uuid(),
  job: z.enum(['accept', 'undo']),
  title: z.string(),
  undoes: z.optional(z.uuid()),
});

export const LedgerRecord = z.discriminatedUnion('t', [Sums, Gone, Assets, Proved, Found, Marks, Change]);
export type LedgerRecord = z.infer<typeof LedgerRecord>;

/**
 * The place of a line in the order of all writers' lines: one more than the greatest that its writer had seen
 * (Lamport's clock). Clocks of machines are wrong too often to order anything by.
 */
export const Order = z.object({ n: z.int().check(z.nonnegative()) });

export function toLedgerName(name: Name): LedgerName {
  return name.raw == null ? name.text : { b: name.raw.toString('base64') };
}

export function fromLedgerName(name: LedgerName): Name {
  return typeof name === 'string' ? { text: name } : nameOf(Buffer.from(name.b, 'base64'));
}
