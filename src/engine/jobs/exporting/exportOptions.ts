import type { SourceKind } from '../../sources/source.ts';
import type { JobOptions } from '../job.ts';
import type { ExportChoices } from './choices.ts';
import type { ExportAhead } from './exportAhead.ts';

export interface ExportOptions extends JobOptions {
  /** Archives, folders, files: absolute paths. */
  readonly sources: readonly string[];
  readonly from: SourceKind | 'auto';
  readonly choices: ExportChoices;
  /** exiftool processes. */
  readonly processes: number;
  /** Only make the plan. */
  readonly dryRun: boolean;
  /** Absolute path where the plan is put as well; of a dry run in place of the cache folder. */
  readonly plan?: string | undefined;
  /** What was begun ahead of the job; whoever began it ends it. */
  readonly ahead?: ExportAhead | undefined;
  /** How another program is driven, where the source wants one. */
  readonly drive?: DriveOptions | undefined;
}

export interface DriveOptions {
  /** Absolute path of it; undefined: looked for on PATH. */
  readonly program: string | undefined;
  /** What it is started with; undefined: what it is usually. */
  readonly flags: readonly string[] | undefined;
}
