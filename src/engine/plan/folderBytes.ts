/** The bytes of copies whose sources are plain folders, which the plan's header names by their absolute path. */
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { CopyAction, PlanHeader } from './form.ts';
import { Refused } from './refused.ts';
import { faultOfPlace } from './targetPath.ts';

/** @returns opens the source of a copy; what it throws concerns that copy alone */
export function folderBytes(header: PlanHeader): (action: CopyAction) => Promise<Readable> {
  return async ({ from }) => {
    const folder = from == null ? undefined : header.sources?.[from.source]?.path;
    if (from == null || folder == null || !path.isAbsolute(folder))
      throw new Refused('copy-failed', 'The plan does not name the folder that it comes from by its whole path.');
    const fault = faultOfPlace({ text: from.path });
    if (fault != null) throw new Refused('unsafe-path', `The path in the source ${fault}.`);
    const root = fs.realpathSync(folder);
    const file = path.join(root, from.path);
    // A link within the source must not bring in what lies elsewhere.
    if (fs.realpathSync(file) !== file) throw new Refused('unsafe-path', 'A part of its path in the source is a link.');
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
    const fd = fs.openSync(file, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
    if (!fs.fstatSync(fd).isFile()) {
      fs.closeSync(fd);
      throw new Refused('copy-failed', 'It is no regular file in the source.');
    }
    return fs.createReadStream(file, { fd, highWaterMark: 1 << 18 });
  };
}
