/** What an export writes into its plan beside the plan's own form; a plan comes from outside, so it is checked. */
import * as z from 'zod/mini';
import { Said } from '../../ledger/said.ts';

const path = z.union([z.string(), z.object({ b: z.base64() })]);

/** Of a copy's `from`, and of what a keep takes note of. */
export const From = z.object({
  path: z.string(),
  /** What it is called, where its place has another name for it. */
  name: z.optional(z.string()),
  size: z.int().check(z.nonnegative()),
  crc32: z.optional(z.int()),
  sha256: z.optional(z.string()),
  /** Unix ms, as the source has it. */
  modified: z.optional(z.int()),
});

/** An action's field `keepsake`: what the record is told when it has happened. */
export const Knowledge = z.object({
  /** Of the photo. */
  uuid: z.uuid(),
  /** Its main file comes with this action. */
  main: z.optional(z.literal(true)),
  said: z.optional(Said),
  /** Titles of albums that it is new in. */
  albums: z.optional(z.array(z.string())),
  /** Files of the source whose bytes are at a place of the backup already. */
  imported: z.optional(z.array(z.extend(From, { at: path }))),
});
export type Knowledge = z.infer<typeof Knowledge>;
