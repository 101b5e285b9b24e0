/** Where a person has the plan put: it may take the place of an older plan, and of nothing else. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { backupAround } from '../../backup/backupAround.ts';
import { realPath } from '../../backup/realPath.ts';
import { PlanReader } from '../../plan/read.ts';
import type { Given } from '../../sources/given.ts';

/** The plan can't be put there. Nothing was changed. */
export class NoPlaceForPlan extends Error {
  override readonly name = 'NoPlaceForPlan';
}

const INSTEAD = 'Nothing was changed. Name another file for the plan.';

/**
 * @param plan absolute path @param root of the backup, which need not be there
 * @throws {NoPlaceForPlan}; the system's error where it can't be looked at
 */
export function refusePlanPlace(plan: string, root: string, given: Pick<Given, 'parts'>): void {
  const place = realPath(plan);
  const within = (outer: string): boolean => `${place}${path.sep}`.startsWith(`${outer}${path.sep}`);
  const backup = within(realPath(root)) ? root : backupAround(place);
  if (backup != null) throw new NoPlaceForPlan(`The plan ${plan} would lie within the backup ${backup}. ${INSTEAD}`);
  const source = given.parts.find(part => within(part.path));
  if (source != null)
    throw new NoPlaceForPlan(`The plan ${plan} would lie within the source ${source.path}. ${INSTEAD}`);
  // Not through a link: what it leads to may not be what was meant.
  const stat = fs.lstatSync(plan, { throwIfNoEntry: false });
  if (stat != null && !(stat.isFile() && isPlan(plan)))
    throw new NoPlaceForPlan(`${plan} is there already, and is no plan: it is not overwritten. ${INSTEAD}`);
}

/** Puts a copy of a plan there, whole or not at all. @throws as {@link refusePlanPlace}, for much may have happened since */
export function putPlan(file: string, plan: string, root: string, given: Pick<Given, 'parts'>): void {
  refusePlanPlace(plan, root, given);
  fs.mkdirSync(path.dirname(plan), { recursive: true });
  const temporary = `${plan}.${randomUUID()}.tmp`;
  try {
    fs.copyFileSync(file, temporary, fs.constants.COPYFILE_EXCL);
    fs.renameSync(temporary, plan);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

function isPlan(file: string): boolean {
  try {
    new PlanReader(file).close();
    return true;
  } catch {
    return false;
  }
}
