/** What an export's plan needs to be applied when a person has read it: its source opened again, and its record. */
import * as z from 'zod/mini';
import type { Hands } from '../../plan/act.ts';
import type { CheckedPlan } from '../../plan/check.ts';
import { SOURCES } from '../../sources/all.ts';
import { Given } from '../../sources/given.ts';
import type { Source } from '../../sources/source.ts';
import { indexPending } from '../indexing/indexPending.ts';
import type { JobRun } from '../job.ts';
import { renderAlbumLists } from './albumLists.ts';
import { AppleProofs } from './appleProofs.ts';
import { BytesHere } from './bytesHere.ts';
import { ExportRecords } from './exportRecords.ts';
import { readKept } from './keptFiles.ts';
import { MetadataChosen } from './metadataChosen.ts';
import { plannedFindings } from './plannedFindings.ts';
import { SourceFiles } from './sourceBytes.ts';
import { WholeParts } from './wholeParts.ts';

const ExportSource = z.object({ kind: z.string(), label: z.string(), paths: z.array(z.string()) });
type ExportSource = z.infer<typeof ExportSource>;

export interface PlanHands extends Omit<Hands, 'fs'> {
  /** When the plan is applied, before the record is saved. */
  after?(): Promise<void>;
  /** Whatever happened. */
  end?(): Promise<void>;
}

/** @returns undefined for a plan that no export made */
export async function exportHands(
  run: JobRun,
  { file, header }: CheckedPlan,
  processes: number,
): Promise<PlanHands | undefined> {
  const { job, sources, options } = header;
  const { success, data } = ExportSource.safeParse(sources?.[0]);
  const source = success ? SOURCES.find(({ kind }) => kind === data.kind) : undefined;
  if (job !== 'export' || !success || source == null || data == null) return undefined;
  const given = Given.of(data.paths);
  for (const finding of plannedFindings(header)) run.report(finding);
  try {
    return await handsOver(run, { file, data, options }, source, given, processes);
  } catch (error) {
    // Nobody else knows of it yet.
    await given.close();
    throw error;
  }
}

async function handsOver(
  run: JobRun,
  { file, data, options }: { readonly file: string; readonly data: ExportSource; readonly options: unknown },
  source: Source,
  given: Given,
  processes: number,
): Promise<PlanHands> {
  const proofs = new AppleProofs(finding => run.report(finding));
  const files = new SourceFiles(proofs);
  for await (const event of (await source.open(given)).events()) {
    if (event.type === 'item') files.addAll(event.item);
    await run.pause();
  }
  const here = new BytesHere(run.store.layout.root, run.pause);
  await readKept(run, file, here);
  const parts = new WholeParts();
  const records = new ExportRecords(
    run.store,
    data,
    action => files.original(action),
    path => here.known(path),
  );
  return {
    bytesOf: files.bytesOf,
    without: (failed, others) => parts.without(failed, others),
    onDone: (actions, sha256Of, cameOf) => records.of(parts.told(actions), sha256Of, cameOf),
    after: async () => {
      run.count({ confirmed: proofs.confirmed, unconfirmed: proofs.unconfirmed });
      // Actions count files and what stands in for tags; a person counts photos.
      run.count({ copied: records.copied });
      if (records.copied > 0) new MetadataChosen(run.store.db, data.kind, data.paths).note(options);
      await indexPending(run, processes);
      renderAlbumLists(run.store);
    },
    end: () => given.close(),
  };
}
