/** What is to be written into which files of a photo, so that it says what a person wants it to say. Pure. */
import { joinName, type Name } from '../../backup/name.ts';
import type { FindingCode } from '../../catalog/findings.ts';
import { formOf, momentText } from '../../media/embeddedTags.ts';
import { splitName } from '../../media/kinds.ts';
import type { CaptureTime, TimeClaim } from '../../media/model.ts';
import { isAsAsked, tagIn } from '../../media/tagsRead.ts';
import { line } from '../../media/tagValues.ts';
import type { Turn } from '../../media/turning/orientation.ts';
import { parted } from '../../plan/step.ts';
import { faultOfTarget } from '../../plan/targetPath.ts';
import type { RawTags } from '../../programs/exiftool.ts';
import { type TagValue, type WritableTags, writableTags } from '../../programs/writableTags.ts';
import { changedList, type EditChange, type EditTarget, type ListChange } from './editChange.ts';
import type { EditedAsset, EditedFile } from './editedAsset.ts';
import { newTime } from './newTime.ts';
import { placeTags } from './placeTags.ts';
import { newSidecar, sidecarOf } from './sidecarOf.ts';
import { sidecarText } from './sidecarText.ts';
import { timeTags } from './timeTags.ts';
import { turnTags } from './turnTags.ts';
import { LIST_FIELDS, READ_LIST, wordTags } from './wordTags.ts';
import type { WrittenForm } from './writtenForm.ts';

/** An action without what all of them have. */
export type EditAction =
  | {
      readonly action: 'metadata';
      readonly path: Name;
      readonly sha256: string;
      readonly size: number;
      readonly tags: WritableTags;
      /** What these tags say now; absent: nothing. */
      readonly before: Readonly<Record<string, unknown>>;
    }
  | {
      readonly action: 'copy';
      readonly to: Name;
      readonly text: string;
      readonly tags: WritableTags;
      readonly metadata?: { readonly tags: WritableTags };
    };

export interface EditNote {
  readonly code: FindingCode;
  readonly path: Name;
  readonly message: string;
}

export interface PlannedEdit {
  /** None where all is so already. */
  readonly actions: readonly EditAction[];
  readonly notes: readonly EditNote[];
  /** Nothing of the photo is changed, and a note says why. */
  readonly isRefused: boolean;
}

export interface EditRules {
  readonly to: EditTarget;
  /** Unix ms. */
  readonly now: number;
}

/** What a photo's albums are called is its own to say: a keyword is one line. */
function withAlbums(asset: EditedAsset, { albumKeywords, ...change }: EditChange): EditChange {
  if (albumKeywords !== true) return change;
  const names = (asset.facts.albums?.value ?? []).flatMap(name => line(name) ?? []);
  const { keywords } = change;
  return names.length === 0
    ? change
    : { ...change, keywords: { ...keywords, add: [...(keywords?.add ?? []), ...names] } };
}

class CannotEdit extends Error {
  override readonly name = 'CannotEdit';
}

export function planEdit(asset: EditedAsset, asked: EditChange, rules: EditRules): PlannedEdit {
  const notes: EditNote[] = [];
  const change = withAlbums(asset, asked);
  const files = asset.files.filter(({ role }) => role !== 'sidecar' && role !== 'other');
  const [main] = files;
  if (main == null) return { actions: [], notes, isRefused: false };
  try {
    const actions = files.flatMap((file, i) => fileActions(asset, file, i === 0, change, rules, notes));
    return { actions, notes, isRefused: false };
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error;
    return {
      actions: [],
      notes: [
        ...notes,
        { code: 'metadata-unwritten', path: main.path, message: `${error.message} Nothing of it is changed.` },
      ],
      isRefused: true,
    };
  }
}

function fileActions(
  asset: EditedAsset,
  file: EditedFile,
  isMain: boolean,
  change: EditChange,
  { to, now }: EditRules,
  notes: EditNote[],
): readonly EditAction[] {
  const others = asset.files.filter(({ role }) => role !== 'sidecar');
  const sidecar = sidecarOf(
    file,
    others,
    asset.files.filter(({ role }) => role === 'sidecar'),
  );
  const isTold = isMain || file.role === 'edited' || (file.role === 'raw' && sidecar != null);
  const form = formOf(file.facts.fileType, file.size);
  const isTurned = change.turn != null && canTurn(form, file, isMain, notes);
  // The film of a live photo and the RAW beside a JPEG have the time and the place of their photo.
  const { time, gps, turn, ...words } = change;
  const wanted: EditChange = {
    ...(isTold && words),
    ...(time && { time }),
    ...(gps !== undefined && { gps }),
    ...(isTurned && turn != null && { turn }),
  };
  if (Object.keys(wanted).length === 0) return [];
  const isInFile = typeof form === 'string' && to === 'file';
  const actions: EditAction[] = [];
  if (isInFile) {
    const tags = tagsOf(form, wanted, asset, file, file.tags, notes, sidecar);
    if (tags != null) actions.push(metadata(file, tags));
  }
  if (sidecar != null) {
    const tags = tagsOf('xmp', wanted, asset, file, sidecar.tags, notes, sidecar);
    // Beside a file that says it itself, what the sidecar does not speak of stays so.
    const isAsked =
      !isInFile ||
      sidecar.facts.sidecarOf?.edited === true ||
      Object.keys(tags ?? {}).some(tag => tagIn(tag, sidecar.tags) !== undefined);
    if (tags != null && isAsked) actions.push(metadata(sidecar, withDate(tags, now)));
  } else if (!isInFile) {
    const tags = tagsOf('xmp', wanted, asset, file, {}, notes, undefined);
    const made = tags == null ? undefined : newOne(file, tags, now);
    if (made != null) actions.push(made);
  }
  if (!isInFile) tellOfWhatStays(file, wanted, notes);
  if (isMain && words.people?.remove != null) tellOfFaces(file, words.people.remove, notes);
  return actions;
}

/** @throws {CannotEdit} where it is the photo itself that can't be */
function canTurn(form: ReturnType<typeof formOf>, file: EditedFile, isMain: boolean, notes: EditNote[]): boolean {
  if (typeof form === 'string') return true;
  const why = `${form.sidecar}, so it can’t be turned.`;
  if (isMain) throw new CannotEdit(why);
  notes.push({ code: 'metadata-unwritten', path: file.path, message: `${why} It stays as it is.` });
  return false;
}

const withDate = (tags: WritableTags, now: number): WritableTags => ({
  ...tags,
  'XMP-xmp:MetadataDate': momentText({ known: 'instant', utcMs: Math.floor(now / 1000) * 1000 }),
});

/** @returns undefined where all of it is so already @throws {CannotEdit} */
function tagsOf(
  form: WrittenForm,
  change: EditChange,
  asset: EditedAsset,
  file: EditedFile,
  present: RawTags,
  notes: EditNote[],
  sidecar: EditedFile | undefined,
): WritableTags | undefined {
  const lists = Object.fromEntries(
    LIST_FIELDS.map(field => [field, listBefore(READ_LIST[field], form, file, sidecar)]),
  ) as Record<(typeof LIST_FIELDS)[number], readonly string[]>;
  const asked: Record<string, TagValue> = {
    ...(change.time != null && timesOf(form, change.time, asset, file, present, sidecar)),
    ...(change.gps !== undefined && placeTags(form, change.gps, present)),
    ...(change.turn != null && turned(form, change.turn, present, file)),
    ...wordTags(form, change, present, lists),
    ...freeTags(form, change.tags ?? {}, present, file, notes),
  };
  const tags = Object.fromEntries(Object.entries(asked).filter(([tag, value]) => !isAsAsked(tag, value, present)));
  if (Object.keys(tags).length === 0) return undefined;
  try {
    return writableTags(tags);
  } catch (error) {
    throw new CannotEdit((error as Error).message);
  }
}

function turned(form: WrittenForm, turn: Turn, present: RawTags, file: EditedFile): WritableTags {
  const tags = turnTags(form, turn, present, file.facts.fileType);
  if (typeof tags === 'string') throw new CannotEdit(`It can’t be turned: ${tags}`);
  return tags;
}

/** A sidecar that a photo is edited by has all of a list; another one names more of it. */
function listBefore(
  read: (tags: RawTags) => readonly string[],
  form: WrittenForm,
  file: EditedFile,
  sidecar: EditedFile | undefined,
): readonly string[] {
  const own = read(file.tags);
  const beside = sidecar == null ? [] : read(sidecar.tags);
  if (form !== 'xmp') return own;
  return sidecar?.facts.sidecarOf?.edited === true && beside.length > 0 ? beside : [...new Set([...own, ...beside])];
}

function timesOf(
  form: WrittenForm,
  change: NonNullable<EditChange['time']>,
  asset: EditedAsset,
  file: EditedFile,
  present: RawTags,
  sidecar: EditedFile | undefined,
): WritableTags {
  const ownClaims = file.facts.times ?? [];
  const claims = form === 'xmp' ? (sidecar?.facts.times ?? []) : ownClaims;
  const time = newTime(change, timeBefore(asset, file, sidecar), asset);
  if (typeof time === 'string') throw new CannotEdit(time);
  return timeTags(form, time.time, present, claims, time.moved);
}

/** What the photo as a whole knows counts where this file said it: it knows the zone as well. */
function timeBefore(asset: EditedAsset, file: EditedFile, sidecar: EditedFile | undefined): CaptureTime | undefined {
  const { capturedAt } = asset.facts;
  const first = ({ facts }: EditedFile): TimeClaim | undefined => facts.times?.[0];
  const own =
    sidecar?.facts.sidecarOf?.edited === true
      ? (first(sidecar) ?? first(file))
      : (first(file) ?? (sidecar && first(sidecar)));
  const isOwn = capturedAt?.file === file.name || capturedAt?.file === sidecar?.name;
  return isOwn ? capturedAt?.value : (own?.time ?? capturedAt?.value);
}

function freeTags(
  form: WrittenForm,
  asked: Readonly<Record<string, TagValue | ListChange>>,
  present: RawTags,
  file: EditedFile,
  notes: EditNote[],
): WritableTags {
  const tags: Record<string, TagValue> = {};
  for (const [tag, value] of Object.entries(asked)) {
    if (form === 'xmp' && !tag.startsWith('XMP-')) {
      if (formOf(file.facts.fileType, file.size) !== 'image' && formOf(file.facts.fileType, file.size) !== 'film')
        notes.push({
          code: 'metadata-unwritten',
          path: file.path,
          message: `${tag} can’t stand in a sidecar, and nothing is written into this file: it was left out.`,
        });
      continue;
    }
    if (value === null || typeof value !== 'object' || isList(value)) {
      tags[tag] = value;
      continue;
    }
    const found = tagIn(tag, present);
    const before = found === undefined ? [] : (Array.isArray(found) ? found : [found]).map(String);
    const now = changedList(value, before);
    tags[tag] = now.length === 0 ? null : now;
  }
  return tags;
}

const isList = (value: readonly string[] | ListChange): value is readonly string[] => Array.isArray(value);

function metadata({ path, sha256, size, tags: present }: EditedFile, tags: WritableTags): EditAction {
  const before = Object.fromEntries(
    Object.keys(tags).flatMap(tag => {
      const found = tag === 'GPS:All' ? placeIn(present) : tagIn(tag, present);
      return found === undefined ? [] : [[tag, found]];
    }),
  );
  return { action: 'metadata', path, sha256, size, tags, before };
}

function placeIn(present: RawTags): unknown {
  const found = ['GPS:GPSLatitude', 'GPS:GPSLatitudeRef', 'GPS:GPSLongitude', 'GPS:GPSLongitudeRef'].map(
    tag => present[tag],
  );
  return found.some(value => value !== undefined) ? found.map(value => value ?? '').join(' ') : undefined;
}

/** @throws {CannotEdit} */
function newOne(file: EditedFile, tags: WritableTags, now: number): EditAction | undefined {
  const said = Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== null));
  if (Object.keys(said).length === 0) return undefined;
  const { dir } = parted(file.path);
  const to = joinName(dir, { text: newSidecar(file.name) });
  const fault = file.path.raw == null ? faultOfTarget(to) : 'is not UTF-8';
  if (fault != null) throw new CannotEdit(`No sidecar can be made for it: the name ${to.text} ${fault}.`);
  const { text, rest } = sidecarText(said, { extension: splitName(file.name).extension, at: now });
  return { action: 'copy', to, text, tags: said, ...(Object.keys(rest).length > 0 && { metadata: { tags: rest } }) };
}

/** A sidecar can say something else than its file, and can't make it say nothing. */
function tellOfWhatStays(
  file: EditedFile,
  { title, description, copyright, gps }: EditChange,
  notes: EditNote[],
): void {
  const { facts, path } = file;
  const stays = [
    ...(title === null && facts.title != null ? ['title'] : []),
    ...(description === null && facts.description != null ? ['description'] : []),
    ...(copyright === null && facts.copyright != null ? ['copyright'] : []),
    ...(gps === null && facts.gps != null ? ['place'] : []),
  ];
  if (stays.length > 0)
    notes.push({
      code: 'metadata-unwritten',
      path,
      message: `Its ${stays.join(', ')} can’t be taken away by a sidecar: the file itself says it, and nothing is written into it.`,
    });
}

function tellOfFaces(file: EditedFile, removed: readonly string[], notes: EditNote[]): void {
  const { 'XMP-iptcExt:PersonInImage': _, ...others } = file.tags;
  const atFaces = new Set(READ_LIST.people(others));
  const left = removed.filter(name => atFaces.has(name));
  if (left.length > 0)
    notes.push({
      code: 'metadata-unwritten',
      path: file.path,
      message: `${left.join(', ')}: the name stands at a face that another program marked in the photo, and stays there.`,
    });
}
