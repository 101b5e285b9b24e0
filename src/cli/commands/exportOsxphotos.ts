/** What of the command line concerns osxphotos, which exports a Photos library in Keepsake's stead. */
import type { DriveOptions } from '../../engine/jobs/exporting/exportOptions.ts';
import { allowedFlags, FlagRefused } from '../../engine/programs/osxphotosFlags.ts';
import { resolvePath } from '../context.ts';
import { UsageError } from '../exit.ts';
import { flagList } from '../flagList.ts';

export interface OsxphotosChoices {
  readonly from: string;
  readonly osxphotos?: string;
  readonly osxphotosFlags?: string;
}

/** @returns undefined where another program, or none, is wanted @throws {UsageError} */
export function driveOf({ from, osxphotos, osxphotosFlags }: OsxphotosChoices): DriveOptions | undefined {
  if (from !== 'osxphotos') {
    if (osxphotos == null && osxphotosFlags == null) return undefined;
    throw new UsageError('--osxphotos and --osxphotos-flags want "--from osxphotos" with them.');
  }
  // A window tells its settings by the environment.
  const given = osxphotosFlags ?? (process.env.KEEPSAKE_OSXPHOTOS_FLAGS || undefined);
  const flags = given == null ? undefined : flagList(given);
  try {
    if (flags != null) allowedFlags(flags);
  } catch (error) {
    throw error instanceof FlagRefused ? new UsageError(error.message) : error;
  }
  return { program: osxphotos == null ? undefined : resolvePath(osxphotos), flags };
}
