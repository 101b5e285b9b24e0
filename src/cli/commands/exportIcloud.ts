/** What of the command line concerns an iCloud account as the source of an export. */
import fs from 'node:fs';
import tty from 'node:tty';
import { checkedFlags, FlagRefused } from '../../engine/programs/icloudpdFlags.ts';
import { accountOf } from '../../engine/sources/icloudpd/account.ts';
import { resolvePath } from '../context.ts';
import { UsageError } from '../exit.ts';
import { flagList } from '../flagList.ts';

export interface IcloudCall {
  readonly account: string;
  readonly flags: readonly string[];
  readonly program: string | undefined;
  readonly hasTerminal: boolean;
}

export interface IcloudChoices {
  readonly from: string;
  readonly plan?: string;
  readonly icloudpd?: string;
  readonly icloudpdFlags?: string;
}

/** @returns undefined where the sources are files and folders @throws {UsageError} */
export function icloudCall(sources: readonly string[], options: IcloudChoices): IcloudCall | undefined {
  const isSaid = options.from === 'icloudpd';
  const isPath = (source: string): boolean => !/^icloud:/i.test(source) && fs.existsSync(resolvePath(source));
  const named = sources.filter(source => !isPath(source));
  const accounts = named.flatMap(source => accountOf(source, isSaid) ?? []);
  const odd = named.find(source => /^icloud:/i.test(source) && accountOf(source, isSaid) == null);
  if (odd != null)
    throw new UsageError(`"${odd}" names no iCloud account: give its Apple ID, as icloud:me@example.com.`);
  const meant = named.find(source => accountOf(source, true) != null);
  if (meant != null && accounts.length === 0)
    throw new UsageError(`There is no file ${meant} here. If it is an iCloud account, write icloud:${meant}.`);
  const [account] = accounts;
  if (account == null) {
    if (options.icloudpd != null || options.icloudpdFlags != null)
      throw new UsageError(
        '--icloudpd and --icloudpd-flags are for an iCloud account: name it, as icloud:me@example.com.',
      );
    return undefined;
  }
  if (options.from !== 'auto' && !isSaid)
    throw new UsageError(`An iCloud account comes by icloudpd, not by ${options.from}: leave --from out.`);
  if (sources.length > 1) throw new UsageError('Name one iCloud account, and nothing else with it.');
  if (options.plan != null)
    throw new UsageError(
      'A plan of an export from iCloud can’t be put anywhere before the photos are here: leave --plan out.',
    );
  return {
    account,
    // A window tells its settings by the environment.
    flags: flagsOf(options.icloudpdFlags ?? process.env.KEEPSAKE_ICLOUDPD_FLAGS ?? ''),
    program: options.icloudpd == null ? undefined : resolvePath(options.icloudpd),
    // Not by process.stdin: to look at it would make it one that doesn't wait, for icloudpd as well.
    hasTerminal: tty.isatty(0) && tty.isatty(2),
  };
}

function flagsOf(text: string): readonly string[] {
  try {
    return checkedFlags(flagList(text));
  } catch (error) {
    throw error instanceof FlagRefused ? new UsageError(error.message) : error;
  }
}
