/** What was found when an export's plan was made: it stands in the plan's header, and is told again when it is applied. */
import { Buffer } from 'node:buffer';
import * as z from 'zod/mini';
import { type Finding, type FindingCode, SEVERITY_OF } from '../../catalog/findings.ts';
import type { PlanHeader } from '../../plan/form.ts';

/** Bytes: a header is a line, and lines of plans are of 1 MiB at most. */
const MOST = 1 << 19;

const isCode = (code: string): code is FindingCode => Object.hasOwn(SEVERITY_OF, code);
const Told = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  path: z.string(),
  message: z.string(),
  at: z.optional(z.string()),
});
const Planned = z.object({
  findings: z.array(Told),
  /** How many more there were, by their code. */
  moreFindings: z.optional(z.record(z.string(), z.int().check(z.positive()))),
});
type Planned = z.infer<typeof Planned>;

/** Collects them while the plan is made. */
export class PlannedFindings {
  readonly #findings: z.infer<typeof Told>[] = [];
  readonly #more = new Map<string, number>();
  #bytes = 0;

  add({ severity, code, path, message, source }: Finding): void {
    const told = { severity, code, path: path.text, message, ...(source?.at != null && { at: source.at }) };
    this.#bytes += Buffer.byteLength(JSON.stringify(told));
    if (this.#bytes <= MOST) this.#findings.push(told);
    else this.#more.set(code, (this.#more.get(code) ?? 0) + 1);
  }

  /** For the header; nothing where nothing was found. */
  get fields(): Partial<Planned> {
    if (this.#findings.length === 0) return {};
    return {
      findings: this.#findings,
      ...(this.#more.size > 0 && { moreFindings: Object.fromEntries(this.#more) }),
    };
  }
}

/** What a plan's header says was found; of one that says it otherwise, nothing. */
export function* plannedFindings(header: PlanHeader): Generator<Finding> {
  const { success, data } = Planned.safeParse(header);
  if (!success) return;
  for (const { code, path, at, ...finding } of data.findings)
    if (isCode(code)) yield { ...finding, code, path: { text: path }, source: at == null ? {} : { at } };
  for (const [code, count] of Object.entries(data.moreFindings ?? {}))
    if (isCode(code)) {
      const message = `When the plan was made there were ${count.toLocaleString('en')} more of these than it has room for: "keepsake export --dry-run" tells them all.`;
      yield { severity: SEVERITY_OF[code], code, path: { text: '' }, source: {}, message };
    }
}
