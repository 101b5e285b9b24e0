import { type ExifTool, ExifToolMissing, type RawTags } from '../programs/exiftool.ts';
import { FACTS_VERSION } from './factsVersion.ts';
import { keywords } from './keywords.ts';
import type { FileFacts, Stated } from './model.ts';
import { people } from './people.ts';
import { pixelSize } from './pixelSize.ts';
import { tagGps } from './tagGps.ts';
import { originOf } from './tagOrigin.ts';
import { exif, firstOf, line, list, number, text } from './tagValues.ts';
import { gpsClock, timeClaims } from './timeClaims.ts';

/**
 * What a photo or video says of itself. A file that can't be read gives facts with `trouble`, not an error.
 * @param file path, as a Buffer where it is not UTF-8
 * @param name the file's name as shown, for messages
 * @throws ExifToolMissing, and nothing else
 */
export async function readFacts(exiftool: ExifTool, file: string | Buffer, name: string): Promise<FileFacts> {
  try {
    return factsOf(await exiftool.readRaw(file));
  } catch (error) {
    if (error instanceof ExifToolMissing) throw error;
    return { v: FACTS_VERSION, trouble: troubleOf(error, name) };
  }
}

/** Facts out of tags as `readRaw` gives them; the values are checked here. */
export function factsOf(tags: RawTags): FileFacts {
  const orientation = firstOf(tags, [...exif('Orientation'), 'XMP-tiff:Orientation'], value => number(value, 1, 8));
  const times = timeClaims(tags);
  const embedded = firstOf(
    tags,
    ['XMP-GCamera:MotionPhoto', 'XMP-GCamera:MicroVideo', 'Samsung:EmbeddedVideoType'],
    value => (value === 0 || value === false ? undefined : text(value)),
  );
  const flash = firstOf(tags, exif('Flash'), value => number(value, 0, 255));
  const facts: { [K in keyof FileFacts]: FileFacts[K] | undefined } = {
    v: FACTS_VERSION,
    fileType: line(tags['File:FileType']),
    mimeType: line(tags['File:MIMEType']),
    ...pixelSize(tags, orientation?.value),
    orientation: orientation?.value,
    duration: firstOf(tags, DURATION, value => number(value, 0, 1e7))?.value,
    times: times.length === 0 ? undefined : times,
    gps: tagGps(tags),
    gpsUtcMs: gpsClock(tags)?.value,
    make: firstOf(tags, ['IFD0:Make', 'XMP-tiff:Make', 'Keys:Make', 'UserData:Make'], line)?.value,
    model: firstOf(tags, ['IFD0:Model', 'XMP-tiff:Model', 'Keys:Model', 'UserData:Model'], line)?.value,
    lens: firstOf(tags, [...exif('LensModel'), 'XMP-exifEX:LensModel', 'XMP-aux:Lens'], line)?.value,
    focalLength: measure(tags, 'FocalLength', 0.01, 100_000),
    fNumber: measure(tags, 'FNumber', 0.1, 1000),
    exposureTime: measure(tags, 'ExposureTime', 1e-7, 1e6),
    iso: measure(tags, 'ISO', 1, 1e8),
    flash: flash == null ? undefined : flash.value & 1 ? 'fired' : 'did not fire',
    software: firstOf(tags, SOFTWARE, line)?.value,
    title: stated(tags, TITLE, line),
    description: stated(tags, DESCRIPTION, caption),
    keywords: keywords(tags),
    people: people(tags),
    creator: stated(tags, ['XMP-dc:Creator', 'IPTC:By-line', 'IFD0:Artist', 'Keys:Author', 'ItemList:Artist'], joined),
    copyright: stated(tags, COPYRIGHT, line),
    rating: stated(tags, ['XMP-xmp:Rating', ...exif('Rating')], value => number(value, -1, 5)),
    contentId: firstOf(tags, CONTENT_ID, line)?.value,
    burst: firstOf(tags, ['Apple:BurstUUID', 'XMP-GCamera:BurstID'], line)?.value,
    burstCover: isOn(tags['XMP-GCamera:BurstPrimary']) ? true : undefined,
    embeddedVideo: embedded == null ? undefined : true,
    trouble: troubleIn(tags),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value != null)) as unknown as FileFacts;
}

const isOn = (value: unknown): boolean => value === 1 || value === true;

const DURATION = ['QuickTime', 'Composite', 'Matroska', 'Info', 'M2TS', 'FLV', 'H264', 'RIFF']
  .map(group => `${group}:Duration`)
  .concat('ASF:PlayDuration');
const SOFTWARE = ['IFD0:Software', 'XMP-xmp:CreatorTool', 'Keys:Software', 'UserData:SoftwareVersion', 'PNG:Software'];
const TITLE = [
  'XMP-dc:Title',
  'IPTC:ObjectName',
  'IFD0:XPTitle',
  'Keys:Title',
  'Keys:DisplayName',
  'ItemList:Title',
  'UserData:Title',
  'PNG:Title',
];
const DESCRIPTION = [
  'XMP-dc:Description',
  'IPTC:Caption-Abstract',
  'IFD0:ImageDescription',
  'Keys:Description',
  'ItemList:Description',
  'PNG:Description',
];
const COPYRIGHT = ['XMP-dc:Rights', 'IPTC:CopyrightNotice', 'IFD0:Copyright', 'Keys:Copyright', 'ItemList:Copyright'];
const CONTENT_ID = ['Apple:ContentIdentifier', 'Keys:ContentIdentifier', 'Apple:MediaGroupUUID'];

/** What cameras put where a caption belongs. */
const STOCK_CAPTION =
  /^((olympus|minolta|konica minolta|nikon|pentax|sanyo|samsung|kodak|vivitar)\b.*camera.*|sony dsc|dcim\\.*|exif_jpeg_\w+|digital camera|samsung|untitled|default|<?screenshot>?|ole|binary)$/i;

function caption(value: unknown): string | undefined {
  const found = text(value);
  return found == null || STOCK_CAPTION.test(found) ? undefined : found;
}

function joined(value: unknown): string | undefined {
  return line(list(value)?.join(', '));
}

function measure(tags: RawTags, name: string, least: number, most: number): number | undefined {
  return firstOf(tags, [...exif(name), `XMP-exif:${name}`], value => number(value, least, most))?.value;
}

function stated<T>(
  tags: RawTags,
  names: readonly string[],
  read: (value: unknown) => T | undefined,
): Stated<T> | undefined {
  const found = firstOf(tags, names, read);
  return found == null ? undefined : { value: found.value, origin: originOf(found.tag) };
}

/** Left out is what says nothing of the file's health: exiftool's minor remarks, and that two groups disagree. */
function troubleIn(tags: RawTags): string | undefined {
  const remark = line(tags['ExifTool:Error'] ?? tags['ExifTool:Warning']);
  return remark == null || /^\[minor\]|^IPTCDigest/i.test(remark) ? undefined : remark;
}

function troubleOf(error: unknown, name: string): string {
  const message = error instanceof Error ? error.message : String(error);
  // exiftool ends its messages with the path that it was given, which may be our own link.
  return line(`${message.replace(/ - \/.*$/s, '')} (${name})`) ?? 'ExifTool could not read it';
}
