import { relative, sep } from 'node:path';
import { KEEPSAKE } from '../../backup/layout.ts';
import type { GroupMember } from '../../media/model.ts';
import type { SourceFinding } from '../finding.ts';
import type { Given } from '../given.ts';
import type { SourceEvent, SourceItem } from '../source.ts';
import { StatedSidecar } from '../statedSidecar.ts';
import { BackupRecord } from './backupRecord.ts';

/**
 * The photos of folders, of which some are Keepsake backups, with what those know of them.
 * @param catalogOf absolute path of the catalog of the backup in a folder; undefined where the folder is none. What it
 *   throws is told.
 */
export async function* recordedEvents(
  given: Given,
  events: AsyncIterable<SourceEvent>,
  catalogOf: (folder: string) => string | undefined,
): AsyncGenerator<SourceEvent> {
  const records = new Map<number, BackupRecord>();
  try {
    for (const [i, { path: folder, form }] of given.parts.entries()) {
      if (form !== 'folder') continue;
      try {
        const catalog = catalogOf(folder);
        if (catalog == null) continue;
        const record = new BackupRecord(catalog);
        records.set(i, record);
        for (const finding of findingsOf(folder, record)) yield { type: 'finding', finding };
      } catch (error) {
        const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
        yield { type: 'finding', finding: without(folder, `its record can’t be read: ${why}`) };
      }
    }
    for await (const event of events) {
      if (event.type !== 'item') yield event;
      else yield { type: 'item', item: told(event.item, given, records.get(event.item.main.part)) };
    }
  } finally {
    for (const record of records.values()) record.close();
  }
}

function* findingsOf(folder: string, { isEmpty, flagged }: BackupRecord): Generator<SourceFinding> {
  if (isEmpty) yield without(folder, 'no photo of it is indexed on this machine, nor in its snapshot');
  if (flagged > 0)
    yield {
      code: 'skipped',
      path: KEEPSAKE,
      message: `${flagged.toLocaleString('en')} of the photos of ${folder} are picked or rejected: flags stay behind. Albums, ratings and favourites come along. "keepsake list ${folder} flag:pick" tells which they are.`,
    };
}

const without = (folder: string, why: string): SourceFinding => ({
  code: 'metadata-unread',
  path: KEEPSAKE,
  message: `The photos of ${folder} come without their albums, ratings and favourites: ${why}. Run "keepsake index" on it, then this again.`,
});

function told(item: SourceItem, { parts }: Given, record: BackupRecord | undefined): SourceItem {
  const { main } = item;
  if (record == null || typeof main.onDisk !== 'string') return item;
  const folder = parts[main.part]?.path ?? '';
  const photo = record.photo(relative(folder, main.onDisk).split(sep).join('/'));
  if (photo == null) return item;
  const stated = photo.facts.map((facts, i) => {
    // Beside a JSON of its own, which would have the plain name.
    const sidecar = new StatedSidecar(
      `${KEEPSAKE}/catalog.db/${photo.id}.${i}.json`,
      `${main.name}.keepsake.${i}`,
      main.part,
      facts,
    );
    return [sidecar, facts] as const;
  });
  const members = stated.map(([{ name, role }]): GroupMember => ({ name, role }));
  return {
    ...item,
    sidecars: [...item.sidecars, ...stated.map(([sidecar]) => sidecar)],
    said: new Map([...item.said, ...stated.map(([{ name }, facts]) => [name, facts] as const)]),
    group: { ...item.group, members: [...item.group.members, ...members] },
    albums: photo.albums,
  };
}
