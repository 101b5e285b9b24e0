/** Writes what is known of a photo as an XMP sidecar that other programs read (ISO 16684-1, Exif for XMP, IPTC Extension). */
import { formatCaptureTime } from './captureTime.ts';
import type { CaptureTime, Gps } from './model.ts';
import { alternative, angle, list, simple } from './xmpProperty.ts';

/** What a sidecar can say. Absent: nothing is said of it. */
export interface XmpFields {
  readonly capturedAt?: CaptureTime;
  readonly gps?: Gps;
  readonly title?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly people?: readonly string[];
  readonly creator?: string;
  /** Several, in place of `creator`. */
  readonly creators?: readonly string[];
  readonly copyright?: string;
  /** 1 to 5; 0 is not written, for it says that nobody rated the photo. */
  readonly rating?: number;
  /** The photo is edited by this sidecar: extension of the photo, and Unix ms of the edit. */
  readonly edit?: { readonly extension: string; readonly at: number };
}

const NAMESPACES = {
  dc: 'http://purl.org/dc/elements/1.1/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
} as const;

/** @returns the whole sidecar, ending in a line feed; undefined where there is nothing to say */
export function xmpDocument(fields: XmpFields): string | undefined {
  const lines = [
    ...(fields.capturedAt == null ? [] : timeLines(fields.capturedAt)),
    ...(fields.gps == null ? [] : placeLines(fields.gps)),
    ...alternative('dc:title', fields.title),
    ...alternative('dc:description', fields.description),
    ...list('dc:subject', 'Bag', fields.keywords),
    ...list('Iptc4xmpExt:PersonInImage', 'Bag', fields.people),
    ...list('dc:creator', 'Seq', fields.creators ?? (fields.creator == null ? undefined : [fields.creator])),
    ...alternative('dc:rights', fields.copyright),
    ...(fields.rating == null || fields.rating < 1 ? [] : [simple('xmp:Rating', String(fields.rating))]),
    ...(fields.edit == null ? [] : editLines(fields.edit)),
  ];
  if (lines.length === 0) return undefined;
  const used = Object.entries(NAMESPACES).filter(([prefix]) => lines.some(line => line.startsWith(`<${prefix}:`)));
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Keepsake">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    ' <rdf:Description rdf:about=""',
    `${used.map(([prefix, uri]) => `  xmlns:${prefix}="${uri}"`).join('\n')}>`,
    ...lines.map(line => `  ${line}`),
    ' </rdf:Description>',
    '</rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="w"?>',
    '',
  ].join('\n');
}

/** With an offset, without one, or with `Z`: as much as is known. */
function timeLines(time: CaptureTime): readonly string[] {
  const text = formatCaptureTime(time);
  return [simple('exif:DateTimeOriginal', text), simple('photoshop:DateCreated', text)];
}

function editLines({ extension, at }: NonNullable<XmpFields['edit']>): readonly string[] {
  return [
    simple('xmp:MetadataDate', new Date(at).toISOString()),
    ...(extension === '' ? [] : [simple('photoshop:SidecarForExtension', extension)]),
  ];
}

function placeLines({ lat, lon, alt }: Gps): readonly string[] {
  return [
    simple('exif:GPSLatitude', angle(lat, 'N', 'S')),
    simple('exif:GPSLongitude', angle(lon, 'E', 'W')),
    ...(alt == null
      ? []
      : [
          simple('exif:GPSAltitude', `${Math.round(Math.abs(alt) * 1000)}/1000`),
          simple('exif:GPSAltitudeRef', alt < 0 ? '1' : '0'),
        ]),
  ];
}
