/** The source of an export, recognised, and refused where it can't be one. */
import fs from 'node:fs';
import path from 'node:path';
import { layoutOf } from '../../backup/layout.ts';
import type { PlanHeader } from '../../plan/form.ts';
import { hasLinks } from '../../plan/linkProbe.ts';
import { NodeFileSystem } from '../../plan/nodeFileSystem.ts';
import type { Given } from '../../sources/given.ts';
import type { Source, SourceKind } from '../../sources/source.ts';
import type { ExportOptions } from './exportOptions.ts';

/** What was named can't be exported from. Nothing was changed. */
export class NoSource extends Error {
  override readonly name = 'NoSource';
}

export interface Known {
  readonly source: Source;
  /** A sentence for the person. */
  readonly words: string;
}

/** @throws {NoSource} */
export async function sourceOf(given: Given, kind: SourceKind | 'auto'): Promise<Known> {
  // Loaded where it is asked for: it brings every kind of source with it.
  const [{ SOURCES }, { recognise }] = await Promise.all([
    import('../../sources/all.ts'),
    import('../../sources/recognise.ts'),
  ]);
  if (kind === 'auto') {
    const { source, words, confidence } = await recognise(given);
    if (confidence > 0) return { source, words };
    throw new NoSource(
      'What was named isn’t recognised as anything that photos can be exported from. Nothing was changed. Name a Google Takeout or Apple’s data archive (its zips, or the folder with them), a Photos library, or a folder of photos.',
    );
  }
  const source = SOURCES.find(known => known.kind === kind);
  if (source != null) return { source, words: `Taken as ${source.label}.` };
  throw new NoSource(
    `This version can’t export from ${kind} yet; it knows ${SOURCES.map(known => known.kind).join(' and ')}. Nothing was changed.`,
  );
}

/** @throws {NoSource} where backup and source lie within one another */
export function refuseNested(given: Given, root: string): void {
  const backup = fs.existsSync(root) ? fs.realpathSync(root) : path.resolve(root);
  const within = (inner: string, outer: string): boolean => `${inner}${path.sep}`.startsWith(`${outer}${path.sep}`);
  for (const part of given.parts) {
    if (part.form === 'folder' && within(backup, part.path))
      throw new NoSource(
        `The backup ${backup} lies within the source ${part.path}: it would be exported into itself. Nothing was changed. Choose another folder for the backup.`,
      );
    if (within(part.path, backup))
      throw new NoSource(
        `The source ${part.path} lies within the backup ${backup}. Nothing was changed. Move it out first, or index the backup: then it is part of it.`,
      );
  }
}

/** The disk can't do what was chosen. Nothing was changed. */
export class NotOnThisDisk extends Error {
  override readonly name = 'NotOnThisDisk';
}

/** @param root absolute path of the backup */
export const readOnlyBackup = (root: string): NotOnThisDisk =>
  new NotOnThisDisk(
    `The backup ${root} can only be read here, so nothing can come into it. Nothing was changed. Mount it for writing, or see that you may write there, and run this again.`,
  );

/** @throws {NotOnThisDisk} where links were asked for, and none can be made there */
export function refuseWithoutLinks({ root, fileSystem }: Pick<ExportOptions, 'root' | 'fileSystem'>): void {
  let folder = fs.existsSync(root) ? layoutOf(root).keepsake : root;
  while (!fs.existsSync(folder) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  if (!hasLinks(fileSystem ?? new NodeFileSystem(), folder))
    throw new NotOnThisDisk(
      `No links can be made in ${root}: a disk with exFAT or FAT has none, nor have some shares, and Windows lets only administrators and developers make them. Nothing was changed. Use --albums folders, or leave --albums out: albums are on the record and as play lists in .keepsake/albums in any case.`,
    );
}

/** The field `sources` of a plan's header. */
export function headerSource(
  kind: string,
  label: string,
  paths: readonly string[],
): NonNullable<PlanHeader['sources']> {
  return [{ kind, label, paths: [...paths] }];
}
