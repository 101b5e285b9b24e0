/** An asset as `list --json` prints it. Names and fields are a contract. */

import type { Name } from '../engine/backup/name.ts';
import type { AssetView } from '../engine/catalog/assetView.ts';
import type { OriginalFile } from '../engine/catalog/imported.ts';
import { formatCaptureTime } from '../engine/media/captureTime.ts';

const bytes = (path: Name): { pathBytes?: string } =>
  path.raw == null ? {} : { pathBytes: path.raw.toString('base64') };

export function assetLine(view: AssetView, originals: readonly OriginalFile[]): object {
  const { facts } = view;
  return {
    type: 'asset',
    id: view.uid,
    path: view.path.text,
    ...bytes(view.path),
    kind: view.kind,
    files: view.files.map(file => ({
      path: file.path.text,
      ...bytes(file.path),
      role: file.role,
      size: file.size,
      sha256: file.sha256?.toString('hex') ?? null,
    })),
    capturedAt: facts.capturedAt == null ? null : formatCaptureTime(facts.capturedAt.value),
    capturedAtOrigin: facts.capturedAt?.origin ?? 'none',
    gps: facts.gps == null ? null : { lat: facts.gps.value.lat, lon: facts.gps.value.lon },
    gpsOrigin: facts.gps?.origin ?? 'none',
    title: facts.title?.value ?? null,
    description: facts.description?.value ?? null,
    keywords: facts.keywords?.value ?? [],
    people: facts.people?.value ?? [],
    albums: facts.albums?.value ?? [],
    rating: view.rating,
    favorite: view.favorite,
    flag: view.flag,
    camera: facts.camera?.value ?? null,
    width: facts.width?.value ?? null,
    height: facts.height?.value ?? null,
    duration: facts.duration?.value ?? null,
    sources: originals.map(({ source, label, path, name, size, mtime, taken, file }) => ({
      kind: source,
      label,
      path,
      name,
      size,
      modified: mtime == null ? null : new Date(mtime).toISOString(),
      taken: taken == null ? null : formatCaptureTime(taken),
      file: view.files.find(({ id }) => id === file)?.path.text ?? null,
    })),
  };
}
