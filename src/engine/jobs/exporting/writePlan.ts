/** Goes through a source once and writes what is to be done with it as a plan. */
import type { Finding } from '../../catalog/findings.ts';
import { filingMs } from '../../media/dateText.ts';
import type { Action, PlanHeader } from '../../plan/form.ts';
import { PlanWriter } from '../../plan/write.ts';
import { SOURCE_SEVERITY } from '../../sources/finding.ts';
import type { OpenSource, SourceItem } from '../../sources/source.ts';
import { ActionGroups } from './actionGroups.ts';
import type { ExportChoices } from './choices.ts';
import { composed } from './knowledge.ts';
import { PlannedFindings } from './plannedFindings.ts';
import { Planner, type PlannerPorts } from './planner.ts';
import type { SourceFiles } from './sourceBytes.ts';
import { Tally } from './tally.ts';

export interface Planning {
  readonly file: string;
  readonly tally: Tally;
  readonly actions: number;
}

export interface PlanningPorts extends PlannerPorts {
  /** Told of each item; may wait. @throws to stop */
  onItem(tally: Tally): Promise<void> | undefined;
}

/**
 * @param file absolute path of the plan
 * @param files are told of what the plan copies
 * @throws what the ports, the source or the disk throw; no plan is there then
 */
export async function writePlan(
  file: string,
  header: PlanHeader,
  source: OpenSource,
  choices: ExportChoices,
  ports: PlanningPorts,
  files: SourceFiles,
): Promise<Planning> {
  const tally = new Tally();
  const findings = new PlannedFindings();
  const report = (finding: Finding): void => {
    findings.add(finding);
    ports.report(finding);
  };
  const planner = new Planner({ ...ports, report }, choices, tally, files);
  const writer = new PlanWriter(file, header);
  const groups = choices.by == null ? undefined : new ActionGroups();
  let written = 0;
  const put = (actions: Iterable<Action>): void => {
    for (const action of actions) {
      const id = ++written;
      // The lines of a photo stay together, so what one says of another moves with them.
      const moved = action.action === 'copy' && action.instead != null ? action.instead + id - action.id : undefined;
      writer.write({ ...action, id, ...(moved != null && { instead: moved }) });
    }
  };
  const plan = async (item: SourceItem): Promise<void> => {
    const actions = await planner.plan(item);
    if (choices.by == null) put(actions);
    else groups?.add(keyOf(choices.by, item, actions), actions);
  };
  const albumless: SourceItem[] = [];
  try {
    for await (const event of source.events()) {
      if (event.type === 'finding') planner.finding(event.finding, SOURCE_SEVERITY[event.finding.code]);
      else if (event.item.albums.length === 0 && goesByAlbum(choices)) albumless.push(event.item);
      else await plan(event.item);
      await ports.onItem(tally);
    }
    for (const item of albumless) {
      await plan(item);
      await ports.onItem(tally);
    }
    for (const actions of groups?.sorted() ?? []) put(actions);
    put(planner.rest());
    const { items, copied, unchanged, duplicates, skipped, missing, failed } = tally.counts(tally.planned, 0, true);
    const summary = { items, copied, unchanged, duplicates, skipped, missing, failed, bytes: tally.bytes };
    writer.finish({ ...header, summary, ...findings.fields });
  } catch (error) {
    discard(writer);
    throw error;
  } finally {
    groups?.end();
    planner.close();
  }
  return { file, tally, actions: written };
}

/**
 * Whether it is decided by its album where or when a photo comes. A source may tell of a photo in a folder of its year
 * before it tells that it is in an album too: what is in none waits then.
 */
const goesByAlbum = ({ albums, by, layout }: ExportChoices): boolean =>
  albums === 'folders' || by === 'album' || /\{\s*album\s*\}/i.test(layout);

/** What only merges comes behind what is copied. */
function keyOf(by: 'year' | 'album', item: SourceItem, actions: readonly Action[]): string {
  const copy = actions.find(action => action.action === 'copy');
  if (copy?.action !== 'copy') return '\uffff';
  if (by === 'album') return item.albums[0] ?? '\ufffe';
  const time = composed(item).capturedAt?.value;
  // Its local year, as in the layout.
  return time == null ? '\ufffe' : new Date(filingMs(time)).toISOString().slice(0, -'-01-01T00:00:00.000Z'.length);
}

function discard(writer: PlanWriter): void {
  try {
    writer.discard();
  } catch {
    // It was discarded already.
  }
}
