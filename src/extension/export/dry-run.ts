import * as z from 'zod';
import { jsonLine } from '../jobs/json-line.ts';

const count = z.number().nonnegative().catch(0);

/** What the command line said of a dry run at its end. */
const Summary = z.looseObject({
  type: z.literal('summary'),
  items: count,
  copied: count,
  unchanged: count,
  duplicates: count,
  skipped: count,
  missing: count,
  failed: count,
  bytes: count,
  free: z.number().nonnegative().optional().catch(undefined),
  actions: count,
  stopped: z.boolean().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  dryRun: z.boolean().optional().catch(undefined),
});
export type DryRunSummary = z.infer<typeof Summary>;

const Finding = z.object({
  type: z.literal('finding'),
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string().max(60),
  path: z.string(),
  message: z.string(),
});
export type PlanFinding = Omit<z.infer<typeof Finding>, 'type'>;

const Progress = z.object({ type: z.literal('progress'), phase: z.string(), done: count, bytes: count });

/** Findings of a code that are kept one by one; the rest is counted. */
const MOST = 200;

/** What is heard of a dry run, line by line. */
export class DryRun {
  readonly #findings = new Map<string, PlanFinding[]>();
  readonly #counts = new Map<string, number>();
  summary: DryRunSummary | undefined;

  /** @returns how far it is, where the line says so */
  hear(line: string): { readonly phase: string; readonly done: number; readonly bytes: number } | undefined {
    const value = jsonLine(line);
    const finding = Finding.safeParse(value);
    if (finding.success) this.#add(finding.data);
    const summary = Summary.safeParse(value);
    if (summary.success) this.summary = summary.data;
    const progress = Progress.safeParse(value);
    return progress.success ? progress.data : undefined;
  }

  #add({ severity, code, path, message }: z.infer<typeof Finding>): void {
    const kept = this.#findings.get(code) ?? [];
    this.#findings.set(code, kept);
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    if (kept.length < MOST) kept.push({ severity, code, path, message });
  }

  /** What was found, by its kind, the gravest first. */
  get findings(): readonly FindingGroup[] {
    const rank = { error: 0, warning: 1, info: 2 };
    const gravity = ({ findings: [first] }: FindingGroup) => rank[first?.severity ?? 'info'];
    return [...this.#findings]
      .map(([code, findings]): FindingGroup => ({ code, count: this.#counts.get(code) ?? 0, findings }))
      .sort((a, b) => gravity(a) - gravity(b));
  }
}

/** Findings of one kind. */
export interface FindingGroup {
  readonly code: string;
  /** How many there are; the list may be shorter. */
  readonly count: number;
  readonly findings: readonly PlanFinding[];
}
