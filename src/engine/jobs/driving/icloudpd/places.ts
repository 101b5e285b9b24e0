/** Where Keepsake keeps what belongs to an iCloud account on this machine: never in a backup. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, configFolder } from '../../../catalog/location.ts';

export interface IcloudPlaces {
  /** The session that Apple gave: whoever has it reads the account's photos. */
  readonly cookies: string;
  /** The working folder of icloudpd, with {@link DIRECTORY} in it. */
  readonly work: string;
}

/** Into which it downloads, from its working folder: short, for its lines cut off long paths. */
export const DIRECTORY = 'incoming';

/** @param backup its id; every backup has its own, for each knows by itself what came to it */
export function icloudPlaces(account: string, backup: string, cache = cacheFolder()): IcloudPlaces {
  const key = createHash('sha256').update(account).digest('hex').slice(0, 16);
  const cookies = path.join(configFolder(), 'icloudpd', key);
  const work = path.join(cache, 'icloudpd', `${key}-${backup}`);
  for (const folder of [cookies, work]) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    // One that was there may be open to others.
    fs.chmodSync(folder, 0o700);
  }
  return { cookies, work };
}
