import { captureTime } from './captureTime.ts';
import type { AssetFacts, Fact, FileFacts, Group, Origin, Role, Stated } from './model.ts';

const ORDER: readonly Role[] = ['original', 'raw', 'live', 'edited', 'other', 'sidecar'];

/** Keywords or people of one asset. */
const MOST = 1000;

interface Source {
  readonly name: string;
  readonly role: Role;
  readonly facts: FileFacts;
}

/**
 * What an asset is, out of what its files say. For each field the original's own word wins, then the RAW's, the
 * live video's and the edit's, then an XMP sidecar's, then a JSON sidecar's. An XMP by which somebody edits the photo
 * goes before all of them, as programs for RAW have it. Size in pixels, length and type are of
 * the main file: of the JPEG where there is a RAW beside it, of the original where there is an edit. Of ratings, a 0
 * (cameras write it to every photo) gives way to a real one. Keywords and people are what all of them name.
 * @param files facts by name, of the group's members at least; a member without facts says nothing
 * @param dir folder of the files relative to the backup, with `/`
 * @param nowMs a capture time after this is believed only where nothing else is known
 */
export function composeAsset(
  group: Group,
  files: ReadonlyMap<string, FileFacts>,
  dir: string,
  nowMs: number = Date.now(),
): AssetFacts {
  const members = [...group.members].sort((a, b) => trust(group, files, a) - trust(group, files, b));
  const sources = members.flatMap(({ name, role }) => {
    const facts = files.get(name);
    return facts == null ? [] : [{ name, role, facts }];
  });
  const gps = stated(sources, 'gps');
  const shown = sources.filter(({ role }) => role !== 'sidecar' && (group.kind === 'video' || role !== 'live'));
  const sized = shown.find(({ facts }) => facts.width != null && facts.height != null);
  const asset: { [K in keyof AssetFacts]: AssetFacts[K] | undefined } = {
    kind: group.kind,
    capturedAt: captureTime({
      files: members.map(({ name, role }) => ({ name, role, facts: files.get(name) })),
      dir,
      gps: gps?.value,
      nowMs,
    }),
    gps,
    title: stated(sources, 'title'),
    description: stated(sources, 'description'),
    keywords: united(sources, 'keywords'),
    people: united(sources, 'people'),
    albums: stated(sources, 'albums'),
    creator: stated(sources, 'creator'),
    copyright: stated(sources, 'copyright'),
    rating: rating(sources),
    favorite: stated(sources, 'favorite'),
    camera: plain(sources, camera),
    lens: plain(sources, ({ lens }) => lens),
    focalLength: plain(sources, ({ focalLength }) => focalLength),
    fNumber: plain(sources, ({ fNumber }) => fNumber),
    exposureTime: plain(sources, ({ exposureTime }) => exposureTime),
    iso: plain(sources, ({ iso }) => iso),
    flash: plain(sources, ({ flash }) => flash),
    software: plain(sources, ({ software }) => software),
    width: sized && plain([sized], ({ width }) => width),
    height: sized && plain([sized], ({ height }) => height),
    duration: group.kind === 'video' ? plain(shown, ({ duration }) => duration) : undefined,
    fileType: plain(
      sources.filter(({ name }) => name === group.main),
      ({ fileType }) => fileType,
    ),
    burst: plain(sources, ({ burst }) => burst),
    burstCover: plain(sources, ({ burstCover }) => burstCover),
  };
  return Object.fromEntries(Object.entries(asset).filter(([, fact]) => fact != null)) as unknown as AssetFacts;
}

/** Smaller is trusted more. The main file goes first whatever its role: an edit alone is its own original. */
function trust(
  group: Group,
  files: ReadonlyMap<string, FileFacts>,
  { name, role }: { readonly name: string; readonly role: Role },
): number {
  const { form, edited } = files.get(name)?.sidecarOf ?? {};
  if (edited === true) return -2;
  if (name === group.main) return -1;
  return ORDER.indexOf(role) + (form == null || form === 'xmp' ? 0 : form === 'exiftool' ? 1 : 2);
}

type StatedField = {
  [K in keyof FileFacts]-?: NonNullable<FileFacts[K]> extends Stated<unknown> ? K : never;
}[keyof FileFacts];
type Value<K extends StatedField> = NonNullable<FileFacts[K]>['value'];

function stated<K extends StatedField>(
  sources: readonly Source[],
  field: K,
  wins: (value: Value<K>) => boolean = () => true,
): Fact<Value<K>> | undefined {
  for (const { name, facts } of sources) {
    const found = facts[field] as Stated<Value<K>> | undefined;
    if (found != null && wins(found.value)) return { value: found.value, origin: found.origin, file: name };
  }
  return undefined;
}

/** What all of them name, each once; the origin is that of the most trusted. */
function united(sources: readonly Source[], field: 'keywords' | 'people'): Fact<readonly string[]> | undefined {
  const first = stated(sources, field);
  if (first == null) return undefined;
  // What was taken away in the XMP that a file is edited by still stands in the file.
  const replaced = new Set(
    sources.flatMap(({ facts: { sidecarOf, ...facts } }) =>
      sidecarOf?.edited === true && facts[field] != null ? [sidecarOf.name] : [],
    ),
  );
  const named = sources.filter(({ name }) => !replaced.has(name)).flatMap(({ facts }) => facts[field]?.value ?? []);
  return { ...first, value: [...new Set(named)].slice(0, MOST) };
}

function rating(sources: readonly Source[]): Fact<number> | undefined {
  return stated(sources, 'rating', value => value !== 0) ?? stated(sources, 'rating');
}

/** A fact that the file's own header states, where no group of tags was noted. */
function plain<T>(sources: readonly Source[], read: (facts: FileFacts) => T | undefined): Fact<T> | undefined {
  for (const { name, facts } of sources) {
    const value = read(facts);
    if (value != null) return { value, origin: headerOrigin(facts), file: name };
  }
  return undefined;
}

function headerOrigin(facts: FileFacts): Origin {
  if (facts.sidecarOf != null) return facts.sidecarOf.form === 'xmp' ? 'xmp' : 'sidecar';
  return facts.mimeType?.startsWith('video/') ? 'quicktime' : 'exif';
}

/** `Apple iPhone 15 Pro`, but `NIKON D90`, not `NIKON CORPORATION NIKON D90`. */
function camera({ make, model }: FileFacts): string | undefined {
  if (make == null || model == null) return model ?? make;
  const brand = make.split(' ')[0]!.toLowerCase();
  return model.toLowerCase().startsWith(brand) ? model : `${make} ${model}`;
}
