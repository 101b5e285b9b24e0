/**
 * What the ledger can say. Lines are of folders rather than of files where many files share a fate, so that
 * the ledger of 400,000 files stays a text that an editor opens. docs/FORMAT.md tells it to people.
 *
 * A name is a string, or `{"b": base64}` where its bytes are not UTF-8. Times of files (`mtime`) are
 * microseconds from 1970-01-01 UTC, `at` is milliseconds.
 */
import { Buffer } from 'node:buffer';
import * as z from 'zod/mini';
import { type Name, nameOf, nameOfText } from '../backup/name.ts';
import { isRelative, isWalkableName, isWalkablePath } from '../backup/walkable.ts';
import { Said } from './said.ts';

const AnyName = z.union([z.string(), z.object({ b: z.base64() })]);
const bytesOf = (name: LedgerName): string =>
  typeof name === 'string' ? name : Buffer.from(name.b, 'base64').toString('latin1');
/**
 * A name or a path from the backup's root, which is ''; it may lie in the quarantine. A line may come from anybody:
 * what leads out of the backup is no name.
 */
export const LedgerName = AnyName.check(z.refine(name => name === '' || isRelative(bytesOf(name))));
export type LedgerName = z.infer<typeof AnyName>;
/** Of a file within its folder, and of a folder: such as a walk of the backup gives them. */
const FileName = AnyName.check(z.refine(name => isWalkableName(bytesOf(name))));
const Folder = AnyName.check(z.refine(name => name === '' || isWalkablePath(bytesOf(name))));

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** size, mtime, SHA-256. */
const State = z.tuple([z.int().check(z.nonnegative()), z.int(), sha256]);
export type RecordedState = z.infer<typeof State>;
/** What a date can hold. */
const at = z.int().check(z.gte(-8.64e15), z.lte(8.64e15));

/**
 * The manifest grows or changes. `why`: first (never recorded before), touched (same bytes, another time),
 * moved (same bytes, from `from`), accept and undo (a person said so; `change` names the act, `was` holds what
 * stood before, null for nothing), recovered (written again out of a catalog after a ledger was lost), applied
 * (bytes that an action of a plan wrote; not yet read back from the disk).
 */
export const Sums = z.object({
  t: z.literal('sums'),
  at,
  why: z.enum(['first', 'touched', 'moved', 'accept', 'undo', 'recovered', 'applied']),
  change: z.optional(z.uuid()),
  dir: Folder,
  files: z.array(z.tuple([FileName, State])),
  was: z.optional(z.array(z.nullable(State))),
});

/** Files that the manifest no longer holds: moved away, or let go by a person; `recovered` as of sums. */
export const Gone = z.object({
  t: z.literal('gone'),
  at,
  why: z.enum(['moved', 'accept', 'undo', 'applied', 'recovered']),
  change: z.optional(z.uuid()),
  dir: Folder,
  files: z.array(z.tuple([FileName, State])),
});

/** The ids of assets, each by its main file. */
export const Assets = z.object({
  t: z.literal('assets'),
  at,
  dir: Folder,
  ids: z.array(z.tuple([FileName, z.uuid()])),
});

/** Bytes that were read and found equal to their record. */
export const Proved = z.object({ t: z.literal('proved'), at, dir: Folder, files: z.array(FileName) });

/**
 * The same of `count` files that follow one another in the order of all that are recorded then, by folder and by name
 * as bytes of UTF-8. `sums`: the CRC-32 of their SHA-256, one after the other: who has other files there leaves it.
 */
export const ProvedRun = z.object({
  t: z.literal('proved-run'),
  at,
  from: z.tuple([Folder, FileName]),
  to: z.tuple([Folder, FileName]),
  count: z.int().check(z.minimum(1)),
  sums: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
});

/** What a verification found of files that are on the record: so that another machine knows it too. */
export const Found = z.object({
  t: z.literal('found'),
  at,
  dir: Folder,
  files: z.array(z.tuple([FileName, z.enum(['corrupt', 'modified', 'missing'])])),
});

const rating = z.nullable(z.int().check(z.minimum(0), z.maximum(5)));
const flag = z.nullable(z.enum(['pick', 'reject', 'none']));
const favorite = z.nullable(z.boolean());

/** What was said of an asset, of the fields that change; null for nothing. */
const MarksBefore = z.object({
  rating: z.optional(rating),
  flag: z.optional(flag),
  favorite: z.optional(favorite),
});
export type MarksBefore = z.infer<typeof MarksBefore>;

/**
 * What a person says of assets; a field that is absent stays as it was, and of one that is null nothing is said any
 * more: what the files say holds again. `change` names the act; `was` holds what was said before, for each asset.
 */
export const Marks = z.object({
  t: z.literal('marks'),
  at,
  change: z.optional(z.uuid()),
  assets: z.array(z.uuid()),
  rating: z.optional(rating),
  flag: z.optional(flag),
  favorite: z.optional(favorite),
  was: z.optional(z.array(MarksBefore)),
});

/** An act that can be taken back; the lines that carry its `change` id are what it did. */
export const Change = z.object({
  t: z.literal('change'),
  at,
  id: z.uuid(),
  /** As the command line names it. */
  job: z.string().check(z.regex(/^[a-z]{2,20}$/)),
  title: z.string(),
  undoes: z.optional(z.uuid()),
  /** Of an undo: more of the other act is left to be taken back. */
  partly: z.optional(z.literal(true)),
  /** SHA-256 of the plan's file: applied again, it goes on with this change. */
  plan: z.optional(sha256),
});

/**
 * The journal of applied plans. A batch of actions begins with `build`: from now on temporaries named
 * `.keepsake-<batch>-<action>.tmp` may lie in these folders.
 */
export const Build = z.object({
  t: z.literal('build'),
  at,
  change: z.uuid(),
  batch: z.uuid(),
  dirs: z.array(Folder),
});

const Step = z.object({
  /** Of the action in its plan. */
  id: z.int().check(z.minimum(1)),
  /** unlink: a link that was made is taken away again. */
  do: z.enum(['copy', 'move', 'quarantine', 'metadata', 'link', 'unlink']),
  name: FileName,
  /** From the backup's root: of a move where it was, of a link what it leads to. */
  from: z.optional(LedgerName),
  /** SHA-256 before (move, quarantine, metadata) and after (copy, metadata). */
  old: z.optional(sha256),
  new: z.optional(sha256),
  /** Of metadata: how the old bytes are kept in `.keepsake/undo/`. */
  undo: z.optional(z.enum(['patch', 'whole'])),
  /** Of a copy that something was written into: size and SHA-256 of its bytes as they came. */
  of: z.optional(z.tuple([z.int().check(z.nonnegative()), sha256])),
  asset: z.optional(z.int()),
});

/**
 * All new bytes of the batch are built and on the disk; what is said here happens next. One line, for a crash
 * must not keep half of it. Each folder with what happens to the files named in it.
 */
export const Intent = z.object({
  t: z.literal('intent'),
  at,
  change: z.uuid(),
  batch: z.uuid(),
  dirs: z.array(z.tuple([Folder, z.array(Step)])),
});

/** These actions happened, and are on the disk. `recovered`: a later run found so; what their job had to add is not in yet. */
export const Done = z.object({
  t: z.literal('done'),
  at,
  change: z.uuid(),
  batch: z.uuid(),
  actions: z.array(z.int()),
  recovered: z.optional(z.literal(true)),
});

/** These did not happen, and nothing is left of them. None at all: the batch never got so far as an intent. */
export const Abort = z.object({
  t: z.literal('abort'),
  at,
  change: z.uuid(),
  batch: z.uuid(),
  actions: z.array(z.int()),
});

/**
 * An album, by its id; a field that is absent stays as it was. Where a person did it, `change` names the act, and `was`
 * holds what was said before of the fields that an undo gives back.
 */
export const Album = z.object({
  t: z.literal('album'),
  at,
  id: z.uuid(),
  change: z.optional(z.uuid()),
  was: z.optional(
    z.object({
      name: z.optional(z.string().check(z.minLength(1), z.maxLength(1000))),
      removed: z.optional(z.boolean()),
    }),
  ),
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(1000))),
  /** What the source calls it that it came from: renamed here, it is still found there. */
  origin: z.optional(z.string().check(z.minLength(1), z.maxLength(1000))),
  removed: z.optional(z.boolean()),
});

/** Assets come into an album, or leave it; with a `change`, none that was there, or was not, before. */
export const Members = z.object({
  t: z.literal('members'),
  at,
  album: z.uuid(),
  change: z.optional(z.uuid()),
  add: z.optional(z.array(z.uuid())),
  remove: z.optional(z.array(z.uuid())),
});

/** What a source says of assets, in place of what it said before; `from` is its kind, as the command line names it. */
export const SaidOf = z.object({
  t: z.literal('said'),
  at,
  from: z.string().check(z.regex(/^[a-z-]{2,40}$/)),
  assets: z.array(z.tuple([z.uuid(), Said])),
});

const Original = z.object({
  /** Path within the source. */
  p: z.string(),
  /** Bytes; milliseconds from 1970-01-01 UTC, null where the source has no such time; CRC-32, of an archive. */
  s: z.int().check(z.nonnegative()),
  m: z.nullable(at),
  c: z.optional(z.int()),
  /** SHA-256 of the bytes as the source has them. */
  h: sha256,
  /** What the file is called, where the source keeps it under another name. */
  n: z.optional(z.string().check(z.maxLength(1000))),
});
export type Original = z.infer<typeof Original>;

/** Files of a source, and the files of this folder that hold their bytes. */
export const Imported = z.object({
  t: z.literal('imported'),
  at,
  source: z.object({ kind: z.string().check(z.regex(/^[a-z-]{2,40}$/)), label: z.string().check(z.maxLength(500)) }),
  dir: Folder,
  files: z.array(z.tuple([FileName, Original])),
});

export const LedgerRecord = z.discriminatedUnion('t', [
  Sums,
  Gone,
  Assets,
  Proved,
  ProvedRun,
  Found,
  Marks,
  Change,
  Build,
  Intent,
  Done,
  Abort,
  Album,
  Members,
  SaidOf,
  Imported,
]);
export type LedgerRecord = z.infer<typeof LedgerRecord>;

/**
 * Far beyond what is ever written, and small enough to be counted on exactly. A stranger's line may have it: what
 * is written then shares it.
 */
export const GREATEST_N = 2 ** 42;

/**
 * The place of a line in the order of all writers' lines: one more than the greatest that its writer had seen
 * (Lamport's clock). Clocks of machines are wrong too often to order anything by.
 */
export const Order = z.object({ n: z.int().check(z.nonnegative(), z.lte(GREATEST_N)) });

export function toLedgerName(name: Name): LedgerName {
  return name.raw == null ? name.text : { b: name.raw.toString('base64') };
}

export function fromLedgerName(name: LedgerName): Name {
  return typeof name === 'string' ? nameOfText(name) : nameOf(Buffer.from(name.b, 'base64'));
}
