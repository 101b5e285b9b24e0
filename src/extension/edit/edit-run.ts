import * as z from 'zod';
import { jsonLine } from '../jobs/json-line.ts';

const count = z.number().nonnegative().catch(0);
const Summary = z.looseObject({
  type: z.literal('summary'),
  actions: count,
  assets: count,
  unchanged: count,
  skipped: count,
  bytes: count,
  plan: z.string().optional().catch(undefined),
  stopped: z.boolean().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});
export type EditSummary = z.infer<typeof Summary>;

const Finding = z.object({ type: z.literal('finding'), path: z.string(), message: z.string() });

/** What is heard of an edit that is being planned, line by line. */
export class EditRun {
  summary: EditSummary | undefined;
  /** Sentences; the first few. */
  readonly findings: string[] = [];

  hear(line: string): void {
    const value = jsonLine(line);
    const summary = Summary.safeParse(value);
    if (summary.success) this.summary = summary.data;
    const finding = Finding.safeParse(value);
    if (finding.success && this.findings.length < 3)
      this.findings.push(`${finding.data.path}: ${finding.data.message}`);
  }
}
