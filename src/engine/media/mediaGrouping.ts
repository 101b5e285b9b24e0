import { filingMs } from './dateText.ts';
import { type DirectoryFile, Draft, fold } from './draft.ts';
import { originalStems } from './editNames.ts';

/** Stills that a camera writes beside its RAW, and that have a live video. */
const CAMERA_STILL = new Set(['jpg', 'jpeg', 'jpe', 'heic', 'heif', 'hif', 'avif']);
/** Seconds; the video of a live photo takes 3, of the makers that are generous 6 or so. */
const LONGEST_LIVE = 15;
/** More than this between two files of one stem, and the camera's counter has begun anew between them. */
const FAR_APART = 26 * 3_600_000;
const SAME_SHOT = 2_000;
/** Between what two Takeout sidecars say: more, and they are of two photos. */
const SAME_UPLOAD = 60_000;

/** The media files of one directory with the assets that they make. */
export class MediaGrouping {
  readonly #draftOf = new Map<DirectoryFile, Draft>();
  readonly #byStem = new Map<string, DirectoryFile[]>();

  readonly #ownInstants: ReadonlyMap<DirectoryFile, number>;

  /**
   * @param media sorted by name, so that the outcome does not depend on the order of the directory
   * @param ownInstants what Takeout says of files that it knows as photos of their own, Unix ms
   */
  constructor(media: readonly DirectoryFile[], ownInstants: ReadonlyMap<DirectoryFile, number> = new Map()) {
    this.#ownInstants = ownInstants;
    for (const file of media) {
      this.#draftOf.set(file, new Draft(file));
      const key = fold(file.stem);
      const sharing = this.#byStem.get(key);
      if (sharing == null) this.#byStem.set(key, [file]);
      else sharing.push(file);
    }
    for (const sharing of this.#byStem.values()) this.#joinRaw(sharing);
    this.#joinByContentId(media);
    this.#joinLiveByStem(media);
    for (const file of media) this.#joinEdit(file);
  }

  draftOf(file: DirectoryFile): Draft {
    return this.#draftOf.get(file)!;
  }

  /** The distinct assets of the files with this stem, without case. */
  withStem(stem: string): readonly Draft[] {
    return this.#drafts(this.#byStem.get(fold(stem)) ?? []);
  }

  drafts(): readonly Draft[] {
    return [...new Set(this.#draftOf.values())];
  }

  #drafts(files: readonly DirectoryFile[]): readonly Draft[] {
    return [...new Set(files.map(file => this.draftOf(file)))];
  }

  /** Whether Takeout knows the two as photos of different times. */
  #apartInTakeout(a: DirectoryFile, b: DirectoryFile): boolean {
    const [first, second] = [this.#ownInstants.get(a), this.#ownInstants.get(b)];
    return first != null && second != null && Math.abs(first - second) > SAME_UPLOAD;
  }

  #join(file: DirectoryFile, draft: Draft, role: 'raw' | 'live'): void {
    draft.add(file, role);
    this.#draftOf.set(file, draft);
  }

  /** A RAW belongs to the one JPEG or HEIC of its stem; of several, to the one of the same moment. */
  #joinRaw(sharing: readonly DirectoryFile[]): void {
    const stills = sharing.filter(isCameraStill);
    if (stills.length === 0) return;
    for (const raw of sharing.filter(file => file.kind === 'raw')) {
      const near = stills.filter(still => !farApart(raw, still) && !this.#apartInTakeout(raw, still));
      const same = near.length > 1 ? near.filter(still => apart(raw, still) <= SAME_SHOT) : near;
      if (same.length === 1) this.#join(raw, this.draftOf(same[0]!), 'raw');
    }
  }

  /** Apple writes one identifier into both halves: it holds under any name (`IMG_0861-1.MOV`). */
  #joinByContentId(media: readonly DirectoryFile[]): void {
    const byId = Map.groupBy(media, contentId);
    byId.delete(undefined);
    for (const sharing of byId.values()) {
      const videos = sharing.filter(file => file.kind === 'video');
      const stills = sharing.filter(file => file.kind !== 'video');
      if (videos.length === 0 || stills.length === 0) continue;
      const stillsByStem = Map.groupBy(stills, still => fold(still.stem));
      const videosByStem = Map.groupBy(videos, video => fold(liveStem(video)));
      for (const [stem, [video, second]] of videosByStem) {
        const still = this.#oneStill(stillsByStem.get(stem) ?? []);
        if (still != null && second == null) this.#join(video!, this.draftOf(still), 'live');
      }
      const left = videos.filter(video => this.draftOf(video).main === video);
      const free = this.#drafts(stills).filter(draft => !draft.has('live'));
      const still = this.#oneStill(
        free.map(draft => draft.main).filter(file => originalStems(file.stem, file.extension).length === 0),
      );
      if (left.length === 1 && still != null) this.#join(left[0]!, this.draftOf(still), 'live');
    }
  }

  /** The one asset's still among several forms of it: the HEIC is what the phone took. */
  #oneStill(stills: readonly DirectoryFile[]): DirectoryFile | undefined {
    const drafts = this.#drafts(stills).filter(draft => !draft.has('live'));
    const heic = drafts.filter(draft => /^hei[cf]s?$|^hif$/.test(draft.main.extension));
    return (drafts.length === 1 ? drafts : heic.length === 1 ? heic : [])[0]?.main;
  }

  #joinLiveByStem(media: readonly DirectoryFile[]): void {
    const wanted = new Map<Draft, DirectoryFile[]>();
    for (const video of media) {
      if (video.kind !== 'video' || this.draftOf(video).main !== video) continue;
      const still = liveStems(video)
        .map(stem => this.#stillFor(video, stem))
        .find(found => found != null);
      if (still == null) continue;
      const videos = wanted.get(still);
      if (videos == null) wanted.set(still, [video]);
      else videos.push(video);
    }
    for (const [draft, [video, second]] of wanted) if (second == null) this.#join(video!, draft, 'live');
  }

  #stillFor(video: DirectoryFile, stem: string): Draft | undefined {
    if ((video.file.facts?.duration ?? 0) > LONGEST_LIVE) return undefined;
    const stills = (this.#byStem.get(fold(stem)) ?? []).filter(
      still =>
        (isCameraStill(still) || still.extension === 'dng') &&
        !farApart(still, video) &&
        !this.#apartInTakeout(still, video) &&
        (contentId(still) == null || contentId(video) == null || contentId(still) === contentId(video)),
    );
    const [draft, second] = this.#drafts(stills);
    return second == null && draft != null && !draft.has('live') ? draft : undefined;
  }

  /** An edit belongs to the one original that its name tells of: of several, to the one of the same extension. */
  #joinEdit(file: DirectoryFile): void {
    const edit = this.draftOf(file);
    if (edit.main !== file) return;
    const stems = originalStems(file.stem, file.extension);
    for (const { stem } of stems) {
      const originals = this.withStem(stem).filter(
        draft => draft !== edit && draft.kind === edit.kind && !this.#apartInTakeout(draft.main, file),
      );
      const alike = originals.filter(draft => [...draft.files].some(({ extension }) => extension === file.extension));
      const [original] = originals.length === 1 ? originals : alike.length === 1 ? alike : [];
      if (original == null) continue;
      original.addEdit(edit);
      for (const member of edit.files) this.#draftOf.set(member, original);
      return;
    }
    if (stems.some(({ certain }) => certain)) edit.markEdited();
  }
}

function isCameraStill(file: DirectoryFile): boolean {
  return CAMERA_STILL.has(file.extension);
}

function contentId(file: DirectoryFile): string | undefined {
  return file.file.facts?.contentId;
}

/** icloudpd names the video half of `IMG_1234.HEIC` `IMG_1234_HEVC.MOV`. */
function liveStem(video: DirectoryFile): string {
  return video.stem.replace(/_HEVC$/i, '');
}

/** The stems that the still of this video may have: `X.MOV`, `X_HEVC.MOV`; `X.MP` and `X.MP4` of `X.MP.jpg`. */
export function liveStems(video: DirectoryFile): readonly string[] {
  const stems = [video.stem, liveStem(video)];
  if (/^mp(~\d+)?$/.test(video.extension)) {
    stems.push(`${video.stem}.${video.extension}`, `${video.stem}.mp`);
  } else {
    stems.push(`${video.stem}.mp`);
  }
  return [...new Set(stems)];
}

/** Milliseconds between what two files say of their time; NaN where one says nothing. */
function apart(a: DirectoryFile, b: DirectoryFile): number {
  const [first, second] = [a, b].map(({ file }) => file.facts?.times?.[0]?.time);
  return first == null || second == null ? Number.NaN : Math.abs(filingMs(first) - filingMs(second));
}

function farApart(a: DirectoryFile, b: DirectoryFile): boolean {
  return apart(a, b) > FAR_APART;
}
