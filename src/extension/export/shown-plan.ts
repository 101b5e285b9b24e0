import * as z from 'zod';
import { jsonLine } from '../jobs/json-line.ts';

const place = z.union([z.string(), z.object({ b: z.string() })]);
const count = z.number().nonnegative().catch(0);

const Header = z.looseObject({
  type: z.literal('plan'),
  job: z.string(),
  backup: z.string(),
  created: z.string(),
  title: z.string().optional().catch(undefined),
  sources: z
    .array(z.looseObject({ paths: z.array(z.string()).optional().catch(undefined), path: z.string().optional() }))
    .optional()
    .catch(undefined),
  /** Of an export: what becomes of the photos. */
  summary: z
    .looseObject({
      items: count,
      copied: count,
      unchanged: count,
      duplicates: count,
      skipped: count,
      missing: count,
      failed: count,
      bytes: count,
    })
    .optional()
    .catch(undefined),
});
export type ShownHeader = z.infer<typeof Header>;

/** An action, as far as it is shown. The command line has checked it. */
const Action = z.looseObject({
  type: z.literal('action'),
  action: z.string(),
  why: z.string().catch(''),
  from: z.unknown().optional(),
  to: place.optional(),
  path: place.optional(),
  target: place.optional(),
  tags: z.record(z.string(), z.unknown()).optional().catch(undefined),
  /** Of an edit: what these tags say now. */
  before: z.record(z.string(), z.unknown()).optional().catch(undefined),
  metadata: z
    .object({ tags: z.record(z.string(), z.unknown()) })
    .optional()
    .catch(undefined),
  text: z.string().optional().catch(undefined),
  instead: z.number().optional().catch(undefined),
  /** Of an export: what the record is told when it has happened. */
  keepsake: z
    .looseObject({
      albums: z.array(z.string()).catch([]),
      said: z
        .looseObject({ facts: z.record(z.string(), z.unknown()).catch({}), states: z.array(z.string()).catch([]) })
        .optional()
        .catch(undefined),
      imported: z.array(z.looseObject({ path: z.string(), at: place })).catch([]),
    })
    .optional()
    .catch(undefined),
});
export type ShownAction = z.infer<typeof Action>;

const Summary = z.looseObject({
  type: z.literal('summary'),
  actions: count,
  bytes: count,
  failed: z.boolean().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});
export type ShownSummary = z.infer<typeof Summary>;

/** What `keepsake plan show --json` says, line by line. */
export class ShownPlan {
  header: ShownHeader | undefined;
  summary: ShownSummary | undefined;
  readonly actions: ShownAction[] = [];

  hear(line: string): void {
    const value = jsonLine(line);
    const action = Action.safeParse(value);
    if (action.success) {
      this.actions.push(action.data);
      return;
    }
    const header = Header.safeParse(value);
    if (header.success) this.header = header.data;
    const summary = Summary.safeParse(value);
    if (summary.success) this.summary = summary.data;
  }
}
