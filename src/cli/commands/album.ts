import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { uuidv7 } from 'uuidv7';
import { addToAlbum, makeAlbum, removeAlbum, renameAlbum, takeFromAlbum } from '../../engine/catalog/albumEditing.ts';
import { allAlbums } from '../../engine/catalog/albums.ts';
import { cacheFolder } from '../../engine/catalog/location.ts';
import { parseQuery } from '../../engine/catalog/query.ts';
import { foundIds } from '../../engine/catalog/search/found.ts';
import { planFolderMoves } from '../../engine/jobs/albums/folderMoves.ts';
import { albumFolder } from '../../engine/jobs/exporting/albumFolders.ts';
import { renderAlbumLists } from '../../engine/jobs/exporting/albumLists.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatNumberOf } from '../format.ts';
import { printable } from '../printedPath.ts';
import { QUERY_HELP } from '../queryHelp.ts';
import { type Look, runLook } from '../runLook.ts';

interface Options extends CommonOptions {
  readonly select?: string;
}

const MORE = `
  make NAME                     make an album with nothing in it
  add NAME --select QUERY       put photos into an album; one of this name is made where there is none
  remove NAME --select QUERY    take photos out of it
  remove NAME                   remove the album; its photos stay
  rename NAME NEW               call it otherwise
  list                          all albums, with how many photos are in each
${QUERY_HELP}

An album is a list: a photo may be in several, and its file stays where it is. Albums are written at once, each time as a
change that "keepsake undo" takes back, and lie as play lists in .keepsake/albums; links in Albums/ that "export --albums links" made stay as they are, which is said. Of photos
that lie in the folder of an album themselves ("export --albums folders") a renaming makes a plan, which moves them. What you take out of an album that came from a source is not put back by
its next export.

Examples:
  keepsake album /photos add "Summer 2019" --select 'date:2019-06..2019-08 rating:>=4'
  keepsake album /photos rename Rom Rome
  keepsake list /photos album:rome`;

const ACTS = ['make', 'add', 'remove', 'list', 'rename'] as const;
type Act = (typeof ACTS)[number];

/** @throws {UsageError} */
function actOf(act: string, names: readonly string[], select: string | undefined): Act {
  const known = ACTS.find(one => one === act);
  if (known == null) throw new UsageError(`"${act}" can't be done with albums: give ${ACTS.join(', ')}.`);
  const wanted = { make: 1, add: 1, remove: 1, rename: 2, list: 0 }[known];
  if (names.length !== wanted)
    throw new UsageError(
      {
        make: 'Give the name of one album.',
        add: 'Give the name of one album.',
        remove: 'Give the name of one album.',
        rename: 'Give the name that the album has, and the one that it is to have.',
        list: 'list takes no name; "keepsake list BACKUP album:NAME" lists what is in one.',
      }[known],
    );
  if (names.some(name => name.trim() === '' || name.length > 1000 || /[\u0000-\u001f]/.test(name)))
    throw new UsageError('That is no name for an album: give 1 to 1000 characters, without line breaks.');
  if (known === 'add' && select == null) throw new UsageError('Say which photos come into the album: --select QUERY.');
  if ((known === 'list' || known === 'rename' || known === 'make') && select != null)
    throw new UsageError(`${known} takes no --select.`);
  return known;
}

async function tellAll(look: Look): Promise<string> {
  const albums = allAlbums(look.store.db);
  for (const { uid, name, assets } of albums)
    await look.print(
      look.json
        ? JSON.stringify({ type: 'album', id: uid, name, assets })
        : `${String(assets).padStart(7)}  ${printable(name)}`,
    );
  return `${formatNumberOf(albums.length, 'album')}.`;
}

export function addAlbum(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('album <backup> <act> [names...]'))
    .description('make, fill, rename and list albums: act is make, add, remove, list or rename')
    .option('--select <query>', 'the photos and videos that come or go; * is all')
    .addHelpText('after', MORE)
    .action(async (backup: string, given: string, names: string[], options: Options) => {
      const { select } = options;
      const act = actOf(given, names, select);
      if (select != null && select.trim() === '')
        throw new UsageError('The query is empty. Say which photos; --select "*" is all.');
      const query = select == null ? undefined : parseQuery(select);
      const [name = '', to = ''] = names;
      exit(
        await runLook('album', backup, options, async look => {
          if (act === 'list') return tellAll(look);
          const ids = query == null ? [] : foundIds(look.store.db, query);
          const said = changed(look, act, { name, to, ids, isWhole: query == null });
          renderAlbumLists(look.store);
          const isSame = query != null && look.counts.assets === 0;
          if (isSame) return said;
          const files = act === 'rename' ? ofFiles(look, name, to) : '';
          return said + ofLinks(look, act, name, to) + files;
        }),
      );
    });
}

/** Links are made by exports, each with its line in the journal; an album is changed beside them. */
function ofLinks({ store, counts }: Look, act: Exclude<Act, 'list'>, name: string, to: string): string {
  const folder = albumFolder(name);
  const count = linksIn(path.join(store.layout.root, folder));
  // Of the old name and the new one there may be one folder.
  if (count === 0 || (act === 'rename' && albumFolder(to) === folder)) return '';
  counts.links = count;
  const links = formatNumberOf(count, 'link');
  return act === 'rename'
    ? ` ${printable(folder)} still has the ${links} of the old name: rename that folder to ${printable(albumFolder(to))} yourself, or delete it; its photos lie elsewhere.`
    : ` ${printable(folder)} has ${links}, which stay as they were; you may delete that folder, its photos lie elsewhere.`;
}

/** Photos lie in the folders of their albums where "export --albums folders" put them: nothing moves them but a plan. */
function ofFiles({ store, counts }: Look, name: string, to: string): string {
  const [from, into] = [albumFolder(name), albumFolder(to)];
  if (from === into) return '';
  const plan = path.join(cacheFolder(), 'plans', `${uuidv7()}.plan.jsonl`);
  const { photos, unrecorded } = planFolderMoves(store, { album: to, from, to: into }, plan);
  const rest =
    unrecorded === 0
      ? ''
      : ` ${formatNumberOf(unrecorded, 'photo or video', 'photos and videos')} of it in ${printable(from)} can’t be moved by a plan before a "keepsake verify" has recorded them.`;
  if (photos === 0) return rest;
  Object.assign(counts, { photos, plan });
  const said = formatNumberOf(photos, 'photo or video of it lies', 'photos and videos of it lie');
  return ` ${said} in ${printable(from)}, the folder of the old name. To move them to ${printable(into)} there is a plan, ${printable(plan)}, and "keepsake apply" does what it says.${rest}`;
}

function linksIn(folder: string): number {
  try {
    return fs.readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isSymbolicLink()).length;
  } catch {
    return 0;
  }
}

function changed(
  { store, counts }: Look,
  act: Exclude<Act, 'list'>,
  { name, to, ids, isWhole }: { name: string; to: string; ids: readonly number[]; isWhole: boolean },
): string {
  const tell = (change: string | undefined, sentence: string): string => {
    if (change == null) return sentence;
    counts.change = change;
    return `${sentence} "keepsake undo" takes it back (change ${change}).`;
  };
  if (act === 'make') return tell(makeAlbum(store, name).change, `Made the album "${name}".`);
  if (act === 'rename') return tell(renameAlbum(store, name, to).change, `"${name}" is "${to}" now.`);
  if (act === 'remove' && isWhole)
    return tell(removeAlbum(store, name).change, `Removed the album "${name}". Its photos stay.`);
  const { assets, moved, change } = act === 'add' ? addToAlbum(store, name, ids) : takeFromAlbum(store, name, ids);
  counts.assets = assets;
  if (assets === 0)
    return tell(change, `The query finds nothing${act === 'add' ? `; the album "${name}" is there` : ''}.`);
  const photos = formatNumberOf(moved, 'photo or video', 'photos and videos');
  const same = moved === assets ? '' : ` The others were ${act === 'add' ? 'in it already' : 'not in it'}.`;
  return tell(change, `${photos} ${act === 'add' ? 'put into' : 'taken out of'} "${name}".${same}`);
}
