/** Albums as play lists that other programs open: `.keepsake/albums/<name>.m3u8`, made out of the catalog. */
import fs from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../../backup/writeWhole.ts';
import { allAlbums, filesOfAlbum } from '../../catalog/albums.ts';
import type { Store } from '../../catalog/store.ts';
import { safePart } from './safePart.ts';

/** Only what is otherwise now is written. @throws the system's error */
export function renderAlbumLists({ db, layout, readOnly }: Store): void {
  if (readOnly) return;
  const folder = path.join(layout.keepsake, 'albums');
  const wanted = new Map<string, string>();
  const taken = new Set<string>();
  for (const { uid, name } of allAlbums(db)) {
    const stem = safePart(name);
    let file = `${stem}.m3u8`;
    for (let n = 2; taken.has(file.toLowerCase()); n++) file = `${stem} (${n}).m3u8`;
    taken.add(file.toLowerCase());
    // A line feed in a name would be two lines: such a file can't be listed.
    const lines = filesOfAlbum(db, uid).flatMap(({ text, raw }) =>
      raw != null || /[\r\n]/.test(text) ? [] : [`../../${text}`],
    );
    wanted.set(file, `#EXTM3U\n#PLAYLIST:${name.replace(/[\r\n]+/g, ' ')}\n${lines.map(line => `${line}\n`).join('')}`);
  }
  if (wanted.size === 0 && !fs.existsSync(folder)) return;
  fs.mkdirSync(folder, { recursive: true });
  for (const name of fs.readdirSync(folder))
    if (name.endsWith('.m3u8') && !wanted.has(name)) fs.rmSync(path.join(folder, name));
  for (const [name, text] of wanted) {
    const file = path.join(folder, name);
    if (contentOf(file) !== text) writeWhole(file, text);
  }
}

function contentOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
