import { type Command, Option } from 'commander';
import type { ExportChoices } from '../../engine/jobs/exporting/choices.ts';
import { ExportAhead } from '../../engine/jobs/exporting/exportAhead.ts';
import { DEFAULT_LAYOUT, LayoutError, LayoutTemplate } from '../../engine/jobs/exporting/layoutTemplate.ts';
import type { JobResult } from '../../engine/jobs/job.ts';
import type { SourceKind } from '../../engine/sources/source.ts';
import { backupPath } from '../backupFolder.ts';
import { type CommonOptions, defaultProcesses, resolvePath, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { exportForecast } from '../exportForecast.ts';
import { formatCount, formatDuration, formatNumberOf } from '../format.ts';
import { type JobCall, runJobCommand } from '../runJobCommand.ts';
import { keepHeapSmall } from '../smallHeap.ts';
import { icloudCall } from './exportIcloud.ts';
import { driveOf } from './exportOsxphotos.ts';

interface Options extends CommonOptions {
  readonly to: string;
  readonly from: string;
  readonly layout: string;
  readonly metadata: string;
  readonly dryRun?: boolean;
  readonly plan?: string;
  readonly albums: string;
  readonly locked?: boolean;
  readonly trashed?: boolean;
  readonly again?: boolean;
  readonly by?: 'year' | 'album';
  readonly icloudpd?: string;
  readonly icloudpdFlags?: string;
  readonly osxphotos?: string;
  readonly osxphotosFlags?: string;
}

const KINDS: readonly (SourceKind | 'auto')[] = [
  'auto',
  'google-takeout',
  'apple-archive',
  'photos-library',
  'osxphotos',
  'icloudpd',
  'folder',
];

const MORE = `
A SOURCE is a Google Takeout (its zips or tars as they are, the folder with them, an unpacked tree, all parts
together), Apple's data archive (the same), a Photos library or a folder of photos. Nothing in it is changed. What came before is not copied again, nor is what the
backup has under another name; what you deleted from the backup stays away; what an undo took
back comes again.

An iCloud account is named by its Apple ID, icloud:me@example.com; icloudpd (installed by you) fetches what is new. Where
Apple wants a sign-in you are asked in the terminal; Keepsake never sees the password. Nothing in iCloud is changed.

The layout is a path with {year} {month} {day} {album} {camera} {name} {ext}. Times of files are set to when the photo
was taken (a camera's clock without zone counts as UTC). What is known of a photo and its file lacks (date, place,
caption, people) is written into the copy, with the picture proved to be the same; --metadata sidecar writes an XMP
beside it instead, none writes neither. All of it is in Keepsake's record in any case.

With --from osxphotos a Photos library is exported by osxphotos (installed by you), which can download what is in iCloud
only: it is asked just for what is new, changed or gone since it last exported into the backup, and what it replaces is
set aside first. --osxphotos-flags says how: by default as it exported there last, else "--export-by-date", on a Mac
with "--download-missing --use-photokit"; never what deletes. A folder that osxphotos exported into is a source as well, and says what it knew.

Albums are on the record in any case ("keepsake list BACKUP album:NAME"), and play lists in .keepsake/albums. With
--albums links each is also a folder Albums/NAME with links to its photos, which count as no photos of their own; with
--albums folders a photo that is in an album lies in Albums/NAME itself, once: in that of its first album.

Examples:
  keepsake export ~/Downloads/takeout-*.zip --to /photos
  keepsake export ~/Downloads/takeout-*.zip --to /photos --dry-run --plan takeout.plan.jsonl
  keepsake export ~/Pictures/Photos\\ Library.photoslibrary --from osxphotos --to /photos
  keepsake export icloud:me@example.com --to /photos --icloudpd-flags '--recent 500'
  keepsake export /media/card/DCIM --to /photos --layout '{year}/{year}-{month}-{day}'
  keepsake undo /photos`;

/** @throws {UsageError} */
function choicesOf({ layout, metadata, albums, locked, trashed, again, by }: Options): ExportChoices {
  if (metadata !== 'embed' && metadata !== 'sidecar' && metadata !== 'none')
    throw new UsageError(`"${metadata}" is no way to keep metadata: give embed, sidecar or none.`);
  if (albums !== 'memberships' && albums !== 'links' && albums !== 'folders')
    throw new UsageError(`"${albums}" is no way to keep albums: give memberships, links or folders.`);
  try {
    new LayoutTemplate(layout);
  } catch (error) {
    throw error instanceof LayoutError ? new UsageError(error.message) : error;
  }
  return {
    layout,
    metadata,
    locked: locked === true,
    trashed: trashed === true,
    again: again === true,
    ...(albums !== 'memberships' && { albums }),
    ...(by != null && { by }),
  };
}

/** @throws {UsageError} */
function kindOf(text: string): SourceKind | 'auto' {
  const kind = KINDS.find(known => known === text);
  if (kind == null) throw new UsageError(`"${text}" is no kind of source: give ${KINDS.join(', ')}.`);
  return kind;
}

function sentence(counts: JobResult['counts'], seconds: number): string {
  const count = (name: string): number => Number(counts[name] ?? 0);
  const words: readonly (readonly [string, string])[] = [
    ['copied', counts.dryRun === true ? 'to be copied' : 'copied'],
    ['unchanged', 'came before'],
    ['duplicates', 'the same as others'],
    ['skipped', 'left out'],
    ['missing', 'missing in the source'],
    ['failed', 'failed'],
  ];
  const parts = words.flatMap(([name, what]) => (count(name) > 0 ? [`${formatCount(count(name))} ${what}`] : []));
  const [confirmed, unconfirmed] = [count('confirmed'), count('unconfirmed')];
  const proved =
    confirmed + unconfirmed === 0
      ? ''
      : ` Apple’s checksums prove ${formatNumberOf(confirmed, 'file', 'files')} whole${unconfirmed > 0 ? `; ${formatCount(unconfirmed)} could not be confirmed` : ''}.`;
  const rest =
    counts.dryRun === true
      ? exportForecast(counts)
      : counts.change == null
        ? ''
        : ` "keepsake undo" takes it back (change ${counts.change}).`;
  return `${formatNumberOf(count('items'), 'photo or video', 'photos and videos')} in the source${parts.length > 0 ? `: ${parts.join(', ')}` : ''} (${formatDuration(seconds)}).${proved}${rest}`;
}

export function addExport(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('export <source...>'))
    .description('bring photos in from a Google Takeout or a folder (undoable)')
    .requiredOption('--to <backup>', 'the backup that they come to; a new or empty folder becomes one')
    .option('--from <kind>', `${KINDS.join(', ')}`, 'auto')
    .option('--layout <template>', 'where photos go', DEFAULT_LAYOUT)
    .option('--metadata <how>', 'what a file lacks: embed (into the copy), sidecar (an XMP beside it) or none', 'embed')
    .option('--albums <how>', 'memberships (on the record), links (in Albums/) or folders', 'memberships')
    .option('--dry-run', 'make the plan, and change nothing')
    .option('--plan <file>', 'where the plan is put as well; it takes the place of an older plan, of nothing else')
    .option('--locked', 'also what is in a locked folder')
    .option('--trashed', 'also what is in the trash')
    .option('--again', 'bring back what came before and is not in the backup any more')
    .addOption(new Option('--by <order>', 'in this order').choices(['year', 'album']))
    .option('--icloudpd <path>', 'the icloudpd that is used for an iCloud account; else the one on PATH')
    .option('--icloudpd-flags <flags>', 'what icloudpd is started with besides, such as "--recent 500 --xmp-sidecar"')
    .option('--osxphotos <path>', 'with --from osxphotos the one that is used; else the one on PATH')
    .option('--osxphotos-flags <flags>', 'what osxphotos is started with; by default as it exported there last')
    .addHelpText('after', MORE)
    .action(async (sources: string[], options: Options) => {
      const choices = choicesOf(options);
      const drive = driveOf(options);
      const icloud = icloudCall(sources, options);
      if (icloud != null) {
        const { exportFromIcloud } = await import('../../engine/jobs/driving/icloudpd/icloudExport.ts');
        keepHeapSmall();
        const processes = options.jobs ?? defaultProcesses();
        const more = { ...icloud, choices, dryRun: options.dryRun === true, processes };
        const start = (call: JobCall): Promise<JobResult> => exportFromIcloud({ ...call, ...more });
        exit(await runJobCommand('export', backupPath(options.to), options, start, sentence));
        return;
      }
      const root = backupPath(options.to);
      const dryRun = options.dryRun === true;
      const paths = sources.map(resolvePath);
      // The disk is asked while all the rest is still being loaded: where nothing is new that is half of the time.
      const ahead = dryRun || options.from === 'osxphotos' ? undefined : new ExportAhead(root, paths);
      try {
        // Loaded where it is asked for: it brings every kind of source with it.
        const { exportPhotos } = await import('../../engine/jobs/export.ts');
        keepHeapSmall();
        const from = kindOf(options.from);
        const plan = options.plan == null ? undefined : resolvePath(options.plan);
        const processes = options.jobs ?? defaultProcesses();
        const more = { sources: paths, from, choices, plan, dryRun, processes, ahead };
        exit(
          await runJobCommand(
            'export',
            root,
            options,
            call => exportPhotos({ ...call, ...more, ...(drive != null && { drive }) }),
            sentence,
            paths,
          ),
        );
      } finally {
        ahead?.end();
      }
    });
}
