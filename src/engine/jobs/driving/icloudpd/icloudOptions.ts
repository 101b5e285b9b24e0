import { findIcloudpd } from '../../../programs/icloudpd.ts';
import type { ExportOptions } from '../../exporting/exportOptions.ts';
import { CannotDrive } from '../drivenProgram.ts';

export interface IcloudOptions extends Omit<ExportOptions, 'sources' | 'from' | 'plan'> {
  /** Apple ID. */
  readonly account: string;
  /** What icloudpd is started with besides: checked against its list. */
  readonly flags: readonly string[];
  /** Absolute path of icloudpd, where the person gave one. */
  readonly program?: string | undefined;
  /** Whether a person sits at a terminal that can be asked for the password and the code. */
  readonly hasTerminal: boolean;
  /** Bytes that come before they are taken into the backup; absent: as many as the disk of the cache has room for. */
  readonly atOnce?: number | undefined;
}

/** @returns absolute path @throws {CannotDrive} */
export function icloudpdOf({ program }: Pick<IcloudOptions, 'program'>): string {
  const found = findIcloudpd(program);
  const given = program ?? (process.env.KEEPSAKE_ICLOUDPD || undefined);
  if (found != null) return found;
  throw new CannotDrive(
    `${given == null ? 'icloudpd isn’t installed, or not on PATH' : `${given} isn’t a program that can be started`}. Nothing was changed. It is what photos are fetched from iCloud with: install it ("pipx install icloudpd"), or name it with --icloudpd.`,
  );
}

/** @returns the error where nobody can be asked */
export function signInNeeded({ account, root }: Pick<IcloudOptions, 'account' | 'root'>): CannotDrive {
  return new CannotDrive(
    `iCloud wants ${account} to sign in, and there is no terminal to ask for the password and the code. No photo was changed. Run "keepsake export icloud:${account} --to '${root}'" once in a terminal; after that it works without one for some months.`,
  );
}
