/**
 * What a plan can say: JSON Lines, a header and then an action a line, for a person to read, compare and cut down.
 * It comes from outside until it is checked: every field has a form, and docs/FORMAT.md tells it to people.
 */
import * as z from 'zod/mini';

/** Relative to the backup, with `/`; `{"b": base64}` where the bytes of a name are not UTF-8. */
const PlanPath = z.union([
  z.string().check(z.minLength(1), z.maxLength(8192)),
  z.object({ b: z.base64().check(z.minLength(1), z.maxLength(8192)) }),
]);
export type PlanPath = z.infer<typeof PlanPath>;

/** In place of a backup's id: of a folder that was no backup when the plan was made, and becomes one by it. */
export const NEW_BACKUP = '00000000-0000-0000-0000-000000000000';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const size = z.int().check(z.nonnegative());

/** Before the actions. A job's own fields (its options, what it counted) are kept as they are. */
export const PlanHeader = z.looseObject({
  type: z.literal('plan'),
  version: z.literal(1),
  /** Which job made it, as the command line names it. */
  job: z.string().check(z.regex(/^[a-z]{2,20}$/)),
  /** The id of the backup that it is for, as in `.keepsake/backup.json`, or `NEW_BACKUP`. */
  backup: z.uuid(),
  created: z.iso.datetime({ offset: true }),
  /** What the change is called once it is applied. */
  title: z.optional(z.string().check(z.maxLength(500))),
  sources: z.optional(z.array(z.looseObject({ path: z.optional(z.string()) }))),
});
export type PlanHeader = z.infer<typeof PlanHeader>;

const common = {
  type: z.literal('action'),
  /** Greater than that of the action before. */
  id: z.int().check(z.minimum(1)),
  /** Ties the files of one photo together, in lines that follow one another: all of them are applied, or none, but for files that the source gives damaged. */
  asset: z.optional(z.int()),
  why: z.string().check(z.maxLength(2000)),
};

const Tags = z.record(z.string(), z.unknown());

/** A new file: the bytes of a source, or a small text of our own (`text`), never both. */
export const CopyAction = z.looseObject({
  ...common,
  action: z.literal('copy'),
  from: z.optional(
    z.looseObject({
      /** Place in the header's `sources`, from 0. */
      source: z.int().check(z.nonnegative()),
      /** Within the source, with `/`. */
      path: z.string(),
      size,
      crc32: z.optional(z.int().check(z.nonnegative(), z.maximum(0xffffffff))),
      sha256: z.optional(sha256),
    }),
  ),
  text: z.optional(z.string().check(z.maxLength(1 << 18))),
  to: PlanPath,
  /** What the file's time is set to; null: when it was copied. */
  mtime: z.nullable(z.iso.datetime({ offset: true })),
  /** Tags to be written while the copy is built. */
  metadata: z.optional(z.object({ tags: Tags })),
  /** The id of a copy of the same photo: this one is made only where the tags of that could not be written. */
  instead: z.optional(z.int()),
  /** Of the file of this name that is on record and missing: it comes back, perhaps with other bytes. */
  missing: z.optional(sha256),
});
export type CopyAction = z.infer<typeof CopyAction>;

export const MoveAction = z.looseObject({
  ...common,
  action: z.literal('move'),
  from: PlanPath,
  to: PlanPath,
  /** Of the bytes as the plan saw them: other bytes are left alone. */
  sha256,
});
export type MoveAction = z.infer<typeof MoveAction>;

export const QuarantineAction = z.looseObject({ ...common, action: z.literal('quarantine'), path: PlanPath, sha256 });
export type QuarantineAction = z.infer<typeof QuarantineAction>;

export const MetadataAction = z.looseObject({
  ...common,
  action: z.literal('metadata'),
  path: PlanPath,
  /** Of the bytes before. */
  sha256,
  tags: Tags,
});
export type MetadataAction = z.infer<typeof MetadataAction>;

export const LinkAction = z.looseObject({ ...common, action: z.literal('link'), path: PlanPath, target: PlanPath });
export type LinkAction = z.infer<typeof LinkAction>;

/** No file is touched; the job's own record may follow from it. */
export const KeepAction = z.looseObject({
  ...common,
  action: z.literal('keep'),
  path: PlanPath,
  from: z.optional(z.unknown()),
});
export type KeepAction = z.infer<typeof KeepAction>;

export const Action = z.discriminatedUnion('action', [
  CopyAction,
  MoveAction,
  QuarantineAction,
  MetadataAction,
  LinkAction,
  KeepAction,
]);
export type Action = z.infer<typeof Action>;

/** Bytes that an action writes anew. */
export function bytesOfAction(action: Action): number {
  return action.action === 'copy' ? (action.from?.size ?? Buffer.byteLength(action.text ?? '')) : 0;
}
