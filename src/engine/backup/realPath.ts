import fs from 'node:fs';
import path from 'node:path';

/** With no link on its way, as far as there is anything. @param place absolute path */
export function realPath(place: string): string {
  const parent = path.dirname(place);
  if (fs.existsSync(place) || parent === place) return fs.realpathSync(place);
  return path.join(realPath(parent), path.basename(place));
}
