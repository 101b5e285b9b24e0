/** What the details panel shows of one asset or of thousands. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AssetFile, type AssetView, AssetViews } from '../engine/catalog/assetView.ts';
import { gridItems } from '../engine/catalog/gridItems.ts';
import { findingsOfAssets } from '../engine/catalog/problems.ts';
import type { Store } from '../engine/catalog/store.ts';
import { isAsRecorded } from '../engine/jobs/verifying/asRecorded.ts';
import { formatCaptureTime } from '../engine/media/captureTime.ts';
import { filingMs } from '../engine/media/dateText.ts';
import type { DetailFile, Details } from '../protocol/details.ts';
import { problemOf } from './answers.ts';
import { FieldGatherer } from './fields.ts';

const MAX_PLACES = 200;
const MAX_PROBLEMS = 200;
/** Assets composed before others get their turn. */
const STRETCH = 100;

/** @throws the signal's reason where the window has moved on */
export async function detailsOf(store: Store, ids: readonly number[], signal: AbortSignal): Promise<Details> {
  const views = new AssetViews(store.db);
  const gatherer = new FieldGatherer();
  const places = new Places();
  const span = new Span();
  let count = 0;
  let bytes = 0;
  let only: AssetView | undefined;
  for (const id of ids) {
    const view = views.read(id);
    if (view == null) continue;
    only = view;
    gatherer.add(view);
    places.add(view);
    span.add(view);
    bytes += view.files.reduce((sum, file) => sum + file.size, 0);
    if (++count % STRETCH !== 0) continue;
    await nextTurn();
    signal.throwIfAborted();
  }
  const item = count === 1 && only != null ? gridItems(store.db, [only.id])[0] : undefined;
  return {
    count,
    bytes,
    fields: gatherer.fields(),
    files: count === 1 && only != null ? only.files.map(fileOf) : [],
    problems: findingsOfAssets(store.db, ids, MAX_PROBLEMS).map(problemOf),
    ...(item == null ? {} : { item }),
    ...(count > 1 ? span.ends() : {}),
    places: places.list(),
  };
}

function fileOf(file: AssetFile): DetailFile {
  return {
    name: file.name,
    path: file.path.text,
    role: file.role,
    size: file.size,
    mtime: Math.round(file.mtime / 1000),
    sha256: file.sha256?.toString('hex') ?? null,
    verifiedAt: file.provedAt ?? null,
    state: file.state === 'fine' && isChanged(file) ? 'modified' : file.state,
  };
}

/** Another program wrote it since: what was verified is not what lies there now. The next verification reads it. */
function isChanged({ size, mtime, recorded }: AssetFile): boolean {
  if (recorded == null) return false;
  const row = { size, mtime, rec_size: recorded.size, rec_mtime: recorded.mtime };
  // On a drive that keeps times badly those are no proof of a change.
  return !isAsRecorded(row, 'fat');
}

class Places {
  readonly #places = new Map<string, { lat: number; lon: number; count: number }>();

  add(view: AssetView): void {
    const gps = view.facts.gps?.value;
    if (gps == null) return;
    // About 100 m: what lies closer is one place on any map that is drawn of it.
    const key = `${gps.lat.toFixed(3)},${gps.lon.toFixed(3)}`;
    const known = this.#places.get(key);
    if (known != null) known.count++;
    else this.#places.set(key, { lat: gps.lat, lon: gps.lon, count: 1 });
  }

  list(): readonly { lat: number; lon: number; count: number }[] {
    return [...this.#places.values()].sort((a, b) => b.count - a.count).slice(0, MAX_PLACES);
  }
}

type Dated = NonNullable<AssetView['facts']['capturedAt']>;

class Span {
  #first: Dated | undefined;
  #last: Dated | undefined;

  add({ facts: { capturedAt } }: AssetView): void {
    if (capturedAt == null) return;
    const at = filingMs(capturedAt.value);
    if (this.#first == null || at < filingMs(this.#first.value)) this.#first = capturedAt;
    if (this.#last == null || at > filingMs(this.#last.value)) this.#last = capturedAt;
  }

  ends(): { from?: string; to?: string } {
    if (this.#first == null || this.#last == null) return {};
    return { from: asKnown(this.#first), to: asKnown(this.#last) };
  }
}

/** Names of files and folders that give a day only are kept as its midnight, which nobody said. */
function asKnown({ value, origin }: Dated): string {
  const text = formatCaptureTime(value);
  return origin === 'filename' || origin === 'folder' ? text.replace(/T00:00:00$/, '') : text;
}
