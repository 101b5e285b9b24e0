/** A whole library held against what was exported of it: what there is to do, without starting osxphotos. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../../catalog/findings.ts';
import type { OsxphotosFlags } from '../../../programs/osxphotosFlags.ts';
import type { Given } from '../../../sources/given.ts';
import type { ExportDatabase } from '../../../sources/osxphotos/exportDatabase.ts';
import { type LibraryPhoto, libraryPhotos } from '../../../sources/osxphotos/libraryPhotos.ts';
import { OutsideFiles } from '../../../sources/outsideFiles.ts';
import type { DrivenTask } from '../drivenProgram.ts';
import { type Comparison, comparePhoto } from './comparing.ts';
import { Endangered } from './endangered.ts';
import { exportedPhotos, toldBefore, wordsOf } from './exportedPhotos.ts';
import { Standings } from './standing.ts';
import { TriedBefore } from './triedBefore.ts';

/** A photo that osxphotos is asked for. */
export interface AskedPhoto {
  readonly name: string;
  readonly why: NonNullable<Comparison['why']>;
  /** Of its files, those that are wanted, and those that are as they should be. */
  readonly wanted: number;
  readonly unchanged: number;
  readonly fingerprint: string;
}

export class LibraryComparison {
  /** By UUID in upper case. */
  readonly asked = new Map<string, AskedPhoto>();
  readonly settled = { copied: 0, unchanged: 0, skipped: 0, missing: 0, failed: 0 };
  readonly findings: Finding[] = [];
  wanted = 0;
  bytes = 0;
  hasFailed = false;
  endangered: readonly string[] = [];
  readonly outside = new OutsideFiles();

  static async of(
    given: Given,
    task: DrivenTask,
    flags: OsxphotosFlags,
    database: ExportDatabase | undefined,
  ): Promise<LibraryComparison> {
    const comparison = new LibraryComparison();
    await comparison.#compare(given, task, flags, database);
    return comparison;
  }

  async #compare(
    given: Given,
    { root, catalog, choices, pause }: DrivenTask,
    flags: OsxphotosFlags,
    database: ExportDatabase | undefined,
  ): Promise<void> {
    const exported = exportedPhotos(database);
    const standings = new Standings(root, catalog);
    const tried = new TriedBefore(catalog);
    const writesMetadata = flags.has('--exiftool') || flags.has('--sidecar');
    const told = writesMetadata ? toldBefore(database) : undefined;
    const endangered = new Endangered(root);
    for (const photo of libraryPhotos(given, this.outside)) {
      await pause();
      if (photo.isTrashed) {
        this.#leaveOut(photo);
        continue;
      }
      const files = exported.get(photo.uuid) ?? [];
      const before = told?.get(photo.uuid);
      const isRetold = before != null && before !== wordsOf(wordsOfPhoto(photo));
      const asked = { flags, again: choices.again, isRetold };
      const compared = comparePhoto(photo, files, asked, standings);
      this.settled.unchanged += compared.unchanged;
      this.#tellMissing(photo, compared);
      this.#tellLeft(compared);
      const fingerprint = fingerprintOf(photo, flags);
      if (compared.why == null) continue;
      if (compared.why !== 'missing' && compared.why !== 'gone' && tried.has(photo.uuid, fingerprint)) {
        this.settled.skipped += compared.wanted;
        this.findings.push(leftOutByOsxphotos(photo));
        continue;
      }
      const { why, wanted, unchanged } = compared;
      this.asked.set(photo.uuid, { name: photo.name, why, wanted, unchanged, fingerprint });
      this.wanted += wanted;
      this.bytes += compared.bytes;
      this.hasFailed ||= why === 'failed';
      endangered.add(files);
    }
    if (catalog != null && this.asked.size > 0)
      endangered.addSidecars(catalog, exported.values(), sidecarEndings(flags));
    this.endangered = endangered.paths;
  }

  #leaveOut({ files, name }: LibraryPhoto): void {
    this.settled.skipped += files.length;
    if (files.length > 0)
      this.findings.push({
        severity: 'info',
        code: 'skipped',
        path: { text: name },
        message: `${name} is in the trash of Photos. osxphotos was not asked for it; "--from photos-library --trashed" takes it.`,
      });
  }

  #tellMissing({ name }: LibraryPhoto, { missing }: Comparison): void {
    this.settled.missing += missing.length;
    for (const { what } of missing)
      this.findings.push({
        severity: 'warning',
        code: 'online-only',
        path: { text: name },
        message: `${what === 'original' ? 'The original' : `The ${what}`} of ${name} isn’t on this computer: with Optimise Mac Storage it is in iCloud only. ${HOW}`,
      });
  }

  #tellLeft({ removed, accepted }: Comparison): void {
    for (const path of accepted)
      this.findings.push({
        severity: 'info',
        code: 'skipped',
        path: { text: path },
        message: `${path} is on record with other bytes than osxphotos exported. It was left as it is.`,
      });
    this.settled.skipped += removed.length;
    for (const path of removed)
      this.findings.push({
        severity: 'info',
        code: 'skipped',
        path: { text: path },
        message: `It came before, as ${path}, which is not in the backup any more. It was left out; --again brings it back.`,
      });
  }
}

const HOW =
  process.platform === 'darwin'
    ? 'osxphotos downloads it with --osxphotos-flags "--download-missing --use-photokit --export-by-date"; or choose Download Originals to this Mac in the settings of Photos, then export again.'
    : 'On a Mac osxphotos downloads it with "--download-missing"; or choose Download Originals to this Mac in the settings of Photos, then export again.';

export function leftOutByOsxphotos({ name }: Pick<LibraryPhoto, 'name'>): Finding {
  return {
    severity: 'info',
    code: 'skipped',
    path: { text: name },
    message: `osxphotos was asked for ${name} and wrote no file for all that the library has of it. It is asked again when the photo changes; "--from photos-library" takes it as it lies in the library.`,
  };
}

/** Of the sidecars that osxphotos writes. */
function sidecarEndings(flags: OsxphotosFlags): readonly string[] {
  const kinds = flags.valuesOf('--sidecar');
  return [
    ...(kinds.includes('xmp') ? ['.xmp'] : []),
    ...(kinds.some(kind => kind !== 'xmp') ? ['.json'] : []),
    ...(flags.has('--export-aae') ? ['.aae'] : []),
  ];
}

const wordsOfPhoto = ({ facts }: LibraryPhoto) => ({
  title: facts.title?.value,
  description: facts.description?.value,
  keywords: facts.keywords?.value,
});

/** Changes when there is anything else that osxphotos could export of it. */
function fingerprintOf({ files, absent }: LibraryPhoto, flags: OsxphotosFlags): string {
  const parts = files.map(({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`);
  return createHash('sha256')
    .update(JSON.stringify([parts, absent.length, flags.args]))
    .digest('base64url')
    .slice(0, 16);
}
