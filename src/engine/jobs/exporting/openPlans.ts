/** The plans of exports: one that was broken off is gone on with, those that came to their end lie aside. */
import fs from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { BackupLayout } from '../../backup/layout.ts';
import type { PlanHeader } from '../../plan/form.ts';
import { PlanReader } from '../../plan/read.ts';

const PLAN = /^[0-9a-f-]{36}\.plan\.jsonl$/;
/** What a crash left of one that was being written. */
const TORN = /^[0-9a-f-]{36}\.plan\.jsonl\..*tmp(\.whole)?$/;

const plansOf = ({ keepsake }: BackupLayout): string => path.join(keepsake, 'plans');

export function newPlan(layout: BackupLayout): string {
  return path.join(plansOf(layout), `${uuidv7()}.plan.jsonl`);
}

/** Under the job's lock: nobody else is writing one. */
export function openPlans(layout: BackupLayout): readonly { readonly file: string; readonly header: PlanHeader }[] {
  const folder = plansOf(layout);
  let names: readonly string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return [];
  }
  for (const name of names) if (TORN.test(name)) fs.rmSync(path.join(folder, name), { force: true });
  return names
    .filter(name => PLAN.test(name))
    .sort()
    .flatMap(name => {
      const file = path.join(folder, name);
      try {
        const reader = new PlanReader(file);
        reader.close();
        return [{ file, header: reader.header }];
      } catch {
        return [];
      }
    });
}

/** It came to its end: kept for a person to read, and not gone on with. */
export function layAside(file: string): void {
  const folder = path.join(path.dirname(file), 'applied');
  fs.mkdirSync(folder, { recursive: true });
  fs.renameSync(file, path.join(folder, path.basename(file)));
}
