import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { exportRequest } from './choices.ts';
import type { PlanReport } from './plan-text.ts';

const Report = z.object({
  request: exportRequest,
  free: z.exactOptional(z.number()),
  seconds: z.exactOptional(z.number()),
  groups: z.array(
    z.object({
      code: z.string(),
      count: z.number(),
      findings: z.array(
        z.object({
          severity: z.enum(['error', 'warning', 'info']),
          code: z.string(),
          path: z.string(),
          message: z.string(),
        }),
      ),
    }),
  ),
});

const SUFFIX = '.plan.jsonl';
/** A plan that nobody applied is soon out of date. */
const KEPT = 20;

/** Plans that were made in a window, each with what its making found. They lie in the extension's own folder. */
export class Plans {
  readonly #folder: string;

  /** @param folder absolute path; made when it is needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A place for a plan that is made now. The oldest go. @param what it is to a person @throws the system's error */
  fresh(now: Date, what = 'Export'): string {
    fs.mkdirSync(this.#folder, { recursive: true });
    const names = fs
      .readdirSync(this.#folder)
      .filter(name => name.endsWith(SUFFIX))
      .sort();
    for (const old of names.slice(0, Math.max(0, names.length - KEPT + 1))) {
      const file = path.join(this.#folder, old);
      for (const gone of [file, reportOf(file)]) fs.rmSync(gone, { force: true });
    }
    return path.join(this.#folder, `${what} ${stampOf(now)}${SUFFIX}`);
  }

  keep(plan: string, report: PlanReport): void {
    fs.writeFileSync(reportOf(plan), JSON.stringify(report));
  }

  /** What the making of this plan found; undefined for a plan that was not made here. */
  report(plan: string): PlanReport | undefined {
    try {
      return Report.parse(JSON.parse(fs.readFileSync(reportOf(plan), 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Whether the plan was made in a window. */
  has(plan: string): boolean {
    return path.dirname(path.resolve(plan)) === path.resolve(this.#folder);
  }
}

/** `2026-11-22 06.04.37`, by the person's clock: the name of a tab, and of a file on any system. */
function stampOf(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('.')}`;
}

function reportOf(plan: string): string {
  return `${plan.slice(0, plan.length - SUFFIX.length)}.report.json`;
}
