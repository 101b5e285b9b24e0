/**
 * The export job: photos come into a backup out of a source, once and whole, and what the source knows of them.
 * Broken off, it goes on where it was; run again, it takes what is new.
 */
import fs from 'node:fs';
import { layoutOf } from '../backup/layout.ts';
import { isOwed } from '../catalog/owed.ts';
import { Given } from '../sources/given.ts';
import type { Source } from '../sources/source.ts';
import type { Carrier } from './exporting/carrying/carrier.ts';
import type { ExportOptions } from './exporting/exportOptions.ts';
import { LayoutTemplate } from './exporting/layoutTemplate.ts';
import { refuseNested, refuseWithoutLinks, sourceOf } from './exporting/opened.ts';
import { countExport, sinceLast, tellUnchanged } from './exporting/sinceLast.ts';
import { Tally } from './exporting/tally.ts';
import { type JobResult, runJob } from './job.ts';
import { makeTarget } from './newBackup.ts';
import { folderStamp } from './surveying/folderStamp.ts';

/**
 * @throws {import('../sources/given.ts').SourceUnreadable}, {import('./exporting/opened.ts').NoSource},
 *   {import('./exporting/planPlace.ts').NoPlaceForPlan}, {import('./exporting/layoutTemplate.ts').LayoutError},
 *   {import('../plan/broken.ts').BrokenOff}, and as {@link runJob}
 */
export async function exportPhotos(options: ExportOptions): Promise<JobResult> {
  // A layout that can't be is said before anything is looked at.
  new LayoutTemplate(options.choices.layout);
  // Loaded where it is asked for.
  const done = options.from === 'osxphotos' && (await (await import('./driving/drivenPrograms.ts')).driven(options));
  if (done) return done;
  const given = Given.of(options.sources, folder => folderStamp(folder, options.ahead?.source(folder)));
  let carrier: Carrier | undefined;
  try {
    refuseNested(given, options.root);
    if (options.plan != null)
      (await import('./exporting/planPlace.ts')).refusePlanPlace(options.plan, options.root, given);
    const recognised = async (): Promise<Source> => {
      options.reporter.progress({ phase: 'recognise', done: 0, total: 0, bytes: 0, totalBytes: 0 });
      const { source, words } = await sourceOf(given, options.from);
      options.reporter.note(words);
      return source;
    };
    if (options.dryRun)
      return await (await import('./exporting/dryRun.ts')).planOnly(options, given, await recognised());
    if (options.choices.albums === 'links') refuseWithoutLinks(options);
    const isNew = !fs.existsSync(layoutOf(options.root).identity);
    // Its thread starts while the source is recognised: all of it is to come.
    if (isNew && given.parts.some(({ form }) => form === 'zip'))
      carrier = new (await import('./exporting/carrying/carrier.ts')).Carrier(options.fileSystem);
    // Nothing is made for what can't be exported from. A backup that is there may know the source from before.
    const source = isNew ? await recognised() : undefined;
    // What was said to be of a kind is looked at as one: it may be none.
    if (options.from !== 'auto') await source?.open(given);
    makeTarget(options.root, options.cache);
    return await runJob('export', { ...options, create: 'empty' }, async run => {
      countExport(run, new Tally(), 0, 0, false);
      const since = await sinceLast(run, given, options);
      if (since.unchanged != null && !isOwed(run.store)) {
        tellUnchanged(run, since.unchanged);
        return run.result;
      }
      // What an export needs that has something to do takes longer to load than all this.
      const { ExportRun } = await import('./exporting/exportRun.ts');
      return await new ExportRun(run, given, async () => source ?? (await recognised()), options, carrier).run(since);
    });
  } finally {
    await carrier?.end();
    await given.close();
  }
}
