/** The plans of exports: one that was broken off is gone on with, those that came to their end lie aside. */
import fs from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { type BackupLayout, KEEPSAKE } from '../../backup/layout.ts';
import type { Finding } from '../../catalog/findings.ts';
import type { PlanHeader } from '../../plan/form.ts';
import { BadPlan, PlanReader } from '../../plan/read.ts';

const PLAN = /^[0-9a-f-]{36}\.plan\.jsonl$/;
/** What a crash left of one that was being written. */
const TORN = /^[0-9a-f-]{36}\.plan\.jsonl\..*tmp(\.whole)?$/;

const plansOf = ({ keepsake }: BackupLayout): string => path.join(keepsake, 'plans');

export function newPlan(layout: BackupLayout): string {
  return path.join(plansOf(layout), `${uuidv7()}.plan.jsonl`);
}

export interface OpenPlan {
  readonly file: string;
  readonly header: PlanHeader;
}

/**
 * Under the job's lock: nobody else is writing one.
 * @param report told of those that can't be read; what is no plan is put aside, so that it is told of once
 * @throws the system's error
 */
export function openPlans(layout: BackupLayout, report: (finding: Finding) => void): readonly OpenPlan[] {
  const folder = plansOf(layout);
  let names: readonly string[];
  try {
    names = fs.readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
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
      } catch (error) {
        const path = { text: `${KEEPSAKE}/plans/${name}` };
        report({ severity: 'warning', code: 'unreadable', path, message: unreadWords(file, error) });
        return [];
      }
    });
}

function unreadWords(file: string, error: unknown): string {
  const why = `The plan of an earlier export can’t be read (${(error as Error).message}): should it have been broken off, it is not gone on with, but planned anew.`;
  if (!(error instanceof BadPlan)) return why;
  try {
    moveInto('unreadable', file);
  } catch {
    // What can't be written is told of by whoever has to.
    return why;
  }
  return `${why} It was put aside, as ${KEEPSAKE}/plans/unreadable/${path.basename(file)}.`;
}

/** It came to its end: kept for a person to read, and not gone on with. */
export function layAside(file: string): void {
  moveInto('applied', file);
}

function moveInto(name: string, file: string): void {
  const folder = path.join(path.dirname(file), name);
  fs.mkdirSync(folder, { recursive: true });
  fs.renameSync(file, path.join(folder, path.basename(file)));
}
