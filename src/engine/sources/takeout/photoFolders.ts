import { nameKey } from '../../backup/name.ts';
import type { SourceFinding } from '../finding.ts';
import { isMedia, type TakeoutFolder } from './folders.ts';
import { readJson } from './readFolder.ts';
import { yearIn, yearTemplate } from './yearFolder.ts';

/** Sidecars that are read of each product's folders to see whether they are of photos. */
const TRIED = 8;

export interface PhotoFolders {
  /** In the order in which they are to be read: albums first, year folders last. */
  readonly folders: readonly TakeoutFolder[];
  readonly findings: readonly SourceFinding[];
  /** A sidecar that shows what this is; undefined where there is none. */
  readonly proof: string | undefined;
}

/** Tells Google Photos' folders from those of other products in one Takeout, by the sidecars in them. */
export async function photoFolders(all: readonly TakeoutFolder[]): Promise<PhotoFolders> {
  const products = Map.groupBy(all, ({ product }) => product);
  const proofs = new Map<string, string>();
  for (const [product, folders] of products) {
    const proof = await findProof(folders);
    if (proof != null) proofs.set(product, proof);
  }
  // Nothing but media: of what they are can't be told, so all are taken.
  if (proofs.size === 0) return { folders: inOrder(all), findings: [], proof: undefined };
  const own = (folder: TakeoutFolder): boolean => proofs.has(folder.product) || proofs.has(nameKey(folder.name));
  const findings = all
    .filter(folder => !own(folder))
    .map(folder => ({ folder, media: [...folder.entries()].filter(({ name }) => isMedia(name)).length }))
    .filter(({ media }) => media > 0)
    .map(({ folder, media }) => ({
      code: 'skipped' as const,
      path: folder.path,
      message: `${folder.path} holds ${media} ${media === 1 ? 'photo or video' : 'photos and videos'} that are not of Google Photos. They were left out; to take them, unpack that folder and export it by itself.`,
    }));
  return { folders: inOrder(all.filter(own)), findings, proof: [...proofs.values()][0] };
}

async function findProof(folders: readonly TakeoutFolder[]): Promise<string | undefined> {
  let tried = 0;
  for (const folder of folders) {
    for (const entry of folder.entries()) {
      if (!/\.[a-z0-9~]{1,5}(?:\.[a-z-]*)?(?:\(\d+\))?\.json$/i.test(entry.name) || entry.size > 1 << 20) continue;
      if ((await readJson(entry)).form === 'photo') return `${folder.path}/${entry.name}`;
      if (++tried >= TRIED) return undefined;
    }
  }
  return undefined;
}

/** Year folders hold everything, so they go last: by then it is known which albums have only a sidecar of theirs. */
function inOrder(folders: readonly TakeoutFolder[]): readonly TakeoutFolder[] {
  const years = Map.groupBy(
    folders.filter(({ name }) => yearIn(name) != null),
    ({ name }) => yearTemplate(name),
  );
  const sizes = new Map(folders.map(folder => [folder, [...folder.entries()].length]));
  const rank = ({ name }: TakeoutFolder): number => (yearIn(name) == null ? 0 : years.get(yearTemplate(name))!.length);
  return [...folders].sort(
    (a, b) => rank(a) - rank(b) || (rank(a) === 0 ? 0 : sizes.get(a)! - sizes.get(b)!) || (a.path < b.path ? -1 : 1),
  );
}
