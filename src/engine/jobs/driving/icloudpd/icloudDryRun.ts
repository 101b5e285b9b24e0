/** Asks icloudpd what it would fetch, and changes nothing: neither in the backup nor in iCloud. */
import fs from 'node:fs';
import path from 'node:path';
import { readIdentity } from '../../../backup/identity.ts';
import { layoutOf } from '../../../backup/layout.ts';
import { Store } from '../../../catalog/store.ts';
import { fileKind } from '../../../media/kinds.ts';
import { downloadArguments } from '../../../programs/icloudpdFlags.ts';
import { type JobResult, Stopped } from '../../job.ts';
import { CannotDrive } from '../drivenProgram.ts';
import type { DownloadPorts } from './download.ts';
import { Earlier } from './earlier.ts';
import type { IcloudOptions } from './icloudOptions.ts';
import { IncomingFolder } from './incomingFolder.ts';
import { DIRECTORY, icloudPlaces } from './places.ts';
import { runSignedIn } from './session.ts';

/** Of a folder that is no backup yet, from which nothing is known to have come. */
const NO_BACKUP = 'none';

/** @throws {CannotDrive}, {Stopped} */
export async function lookOnly(options: IcloudOptions, program: string, flags: readonly string[]): Promise<JobResult> {
  const { root, account, cache, reporter, signal } = options;
  const identity = fs.existsSync(root) ? readIdentity(layoutOf(root)) : undefined;
  const places = icloudPlaces(account, identity?.id ?? NO_BACKUP, cache);
  const folder = new IncomingFolder(path.join(places.work, DIRECTORY));
  const unchanged = expected(options, folder, identity != null);
  const waiting = new Set([...folder.fetched()].map(file => file.path));
  const named = new Set<string>();
  const hear = (line: string): void => {
    const where = line.replaceAll('\\', '/');
    if (!where.startsWith(`${DIRECTORY}/`) || fileKind(where) === 'other') return;
    named.add(where.slice(DIRECTORY.length + 1));
    reporter.progress({ phase: 'look', done: named.size, total: 0, bytes: 0, totalBytes: 0 });
  };
  const ports: DownloadPorts = {
    came: () => {},
    wasThere: () => {},
    failed: () => {},
    note: text => reporter.note(text),
  };
  const args = downloadArguments({ account, cookies: places.cookies, directory: DIRECTORY, flags, dryRun: true });
  const { download, ended } = await runSignedIn({ program, places, options, reporter }, args, ports, () => {}, hear);
  if (signal.aborted) throw new Stopped();
  if (ended.code !== 0 || download.troubles.length > 0)
    throw new CannotDrive(
      `icloudpd did not get to its end; it said: ${(download.troubles.at(-1) ?? ended.tail.at(-1) ?? 'nothing').replace(/\.+$/, '')}. Nothing was changed.`,
    );
  const copied = named.size + [...waiting].filter(where => !named.has(where)).length;
  const counts = { copied, unchanged, duplicates: 0, skipped: 0, missing: 0, failed: 0 };
  return { counts: { items: copied + unchanged, ...counts, bytes: 0, dryRun: true }, errors: 0 };
}

/** @returns how many came before and are in the backup */
function expected(options: IcloudOptions, folder: IncomingFolder, isBackup: boolean): number {
  if (!isBackup) {
    folder.expect([]);
    return 0;
  }
  const store = Store.open(options.root, { ...options, create: false });
  try {
    const earlier = new Earlier(store, options.account, () => undefined);
    const there = [...earlier.states].filter(([where, state]) => earlier.of(where, state)?.isThere === true);
    folder.expect(earlier.unwanted(options.choices.again));
    return there.length;
  } finally {
    store.close();
  }
}
