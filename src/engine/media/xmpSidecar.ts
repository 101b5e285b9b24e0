import { type ExifTool, ExifToolMissing, type RawTags } from '../programs/exiftool.ts';
import { readDate } from './dateText.ts';
import { FACTS_VERSION } from './factsVersion.ts';
import { splitName } from './kinds.ts';
import type { FileFacts } from './model.ts';
import { xmpTags } from './quick/xmp.ts';
import { factsOf } from './readFacts.ts';
import { line } from './tagValues.ts';

/**
 * What an XMP sidecar claims. Adobe names its photo by the extension alone: `X.xmp` is of `X.` + that.
 * @throws ExifToolMissing, and nothing else
 */
export async function readXmp(exiftool: ExifTool, file: string | Buffer, name: string): Promise<FileFacts> {
  try {
    return xmpFacts(await exiftool.readRaw(file), name);
  } catch (error) {
    if (error instanceof ExifToolMissing) throw error;
    return { v: FACTS_VERSION, sidecarOf: { form: 'xmp' }, trouble: 'ExifTool could not read it as XMP' };
  }
}

/** The same without exiftool; undefined where that is to be asked. */
export function plainXmp(bytes: Buffer, name: string): FileFacts | undefined {
  try {
    const tags = xmpTags(bytes.toString('utf8'));
    return tags && xmpFacts(tags, name);
  } catch {
    // Made to exhaust who reads it: exiftool does so in a process of its own.
    return undefined;
  }
}

/** Out of tags as `readRaw` gives them. @param name of the sidecar */
export function xmpFacts(tags: RawTags, name: string): FileFacts {
  const extension = line(tags['XMP-photoshop:SidecarForExtension']);
  const { stem } = splitName(name);
  // Pixels and the embedded video are the photo's own to tell.
  const { width: _w, height: _h, embeddedVideo: _e, ...facts } = factsOf(tags);
  const isXmp = facts.fileType === 'XMP';
  return {
    ...facts,
    sidecarOf: {
      form: 'xmp',
      ...(extension != null && { name: nameFor(stem, extension) }),
      ...(readDate(tags['XMP-xmp:MetadataDate']) != null && { edited: true as const }),
    },
    ...(!isXmp && { trouble: facts.trouble ?? 'not XMP' }),
  };
}

/** `X.xmp` and `X.jpg.xmp` are both of `X.jpg`. */
function nameFor(stem: string, extension: string): string {
  return splitName(stem).extension === extension.toLowerCase() ? stem : `${stem}.${extension}`;
}
