import type { RawTags } from '../programs/exiftool.ts';
import type { Stated } from './model.ts';
import { line, list } from './tagValues.ts';

/** The people named in a photo: faces of the Metadata Working Group and of Microsoft, and IPTC's list, in one. */
export function people(tags: RawTags): Stated<readonly string[]> | undefined {
  const names = [
    ...regions(tags['XMP-mwg-rs:RegionInfo'], 'RegionList')
      .filter(region => region.Type == null || region.Type === 'Face')
      .map(region => region.Name),
    ...regions(tags['XMP-MP:RegionInfoMP'], 'Regions').map(region => region.PersonDisplayName),
    ...(list(tags['XMP-iptcExt:PersonInImage']) ?? []),
  ];
  const value = list(names.map(line).filter(name => name != null));
  return value == null ? undefined : { value, origin: 'xmp' };
}

function regions(info: unknown, field: string): readonly Record<string, unknown>[] {
  const found = isRecord(info) ? info[field] : undefined;
  return (Array.isArray(found) ? found : [found]).filter(isRecord);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value != null && !Array.isArray(value);
}
