/** The XMP properties that are asked for, by their namespaces: https://exiftool.org/TagNames/XMP.html */

/** How exiftool turns what is written into what it prints. */
export type Form = 'text' | 'date' | 'rational' | 'degrees' | 'alternatives' | 'list' | 'regions' | 'regionsMP';

export interface Field {
  readonly name: string;
  readonly form: Form;
}

export interface Namespace {
  /** exiftool's family 1 group. */
  readonly group: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Names in lower case that would come out as one of the asked. */
  readonly taken: ReadonlySet<string>;
}

const MWG = 'http://www.metadataworkinggroup.com/schemas/regions/';
const MP = 'http://ns.microsoft.com/photo/1.2/';

const TABLE: Readonly<Record<string, readonly [prefix: string, fields: string]>> = {
  'http://ns.adobe.com/exif/1.0/': [
    'exif',
    'DateTimeOriginal:date DateTimeDigitized:date GPSLatitude:degrees GPSLongitude:degrees GPSAltitude:rational ' +
      'GPSAltitudeRef:text GPSTimeStamp>GPSDateTime:date FNumber:rational ExposureTime:rational FocalLength:rational ' +
      'ISOSpeedRatings>ISO:list',
  ],
  'http://ns.adobe.com/photoshop/1.0/': ['photoshop', 'DateCreated:date SidecarForExtension:text'],
  'http://ns.adobe.com/xap/1.0/': ['xmp', 'CreateDate:date MetadataDate:date Rating:text CreatorTool:text'],
  'http://ns.adobe.com/tiff/1.0/': [
    'tiff',
    'Make:text Model:text Orientation:text ImageWidth:text ImageLength>ImageHeight:text',
  ],
  'http://ns.adobe.com/exif/1.0/aux/': ['aux', 'Lens:text'],
  'http://cipa.jp/exif/1.0/': ['exifEX', 'LensModel:text'],
  'http://purl.org/dc/elements/1.1/': [
    'dc',
    'title>Title:alternatives description>Description:alternatives subject>Subject:list creator>Creator:list ' +
      'rights>Rights:alternatives',
  ],
  'http://www.digikam.org/ns/1.0/': ['digiKam', 'TagsList:list'],
  [MWG]: ['mwg-rs', 'Regions>RegionInfo:regions'],
  [MP]: ['MP', 'RegionInfo>RegionInfoMP:regionsMP'],
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/': ['Iptc4xmpExt', 'PersonInImage:list'],
  'http://ns.google.com/photos/1.0/camera/': [
    'GCamera',
    'MotionPhoto:text MicroVideo:text BurstID:text BurstPrimary:text',
  ],
};

export const NAMESPACES: ReadonlyMap<string, Namespace> = new Map(
  Object.entries(TABLE).map(([uri, [prefix, written]]) => {
    const fields = new Map<string, Field>();
    for (const field of written.split(' ')) {
      const [names = '', form] = field.split(':');
      const [local = '', name = local] = names.split('>');
      fields.set(local, { name, form: form as Form });
    }
    const taken = new Set([...fields].flatMap(([local, { name }]) => [local.toLowerCase(), name.toLowerCase()]));
    const group = prefix === 'Iptc4xmpExt' ? 'XMP-iptcExt' : `XMP-${prefix}`;
    return [uri, { group, fields, taken }];
  }),
);

/** The prefixes that exiftool takes for these namespaces, whatever they are bound to. */
export const PREFIXES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(TABLE).map(([uri, [prefix]]) => [prefix, uri] as const),
  ['iptcExt', 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/'],
]);

/** exiftool takes a namespace for another that differs in the version, or in a last stroke. */
export function nearly(uri: string): string {
  return uri.replace(/\/$/, '').replace(/\/\d+\.\d+(?=\/|$)/g, '/#');
}

/** Namespaces of others that exiftool knows by themselves, though they look like an older one of these. */
export const KNOWN_OTHERS: ReadonlySet<string> = new Set([
  'http://ns.microsoft.com/photo/1.0',
  'http://ns.microsoft.com/photo/1.0/',
  'http://ns.microsoft.com/photo/1.1',
]);

export const NEARLY: ReadonlySet<string> = new Set([...NAMESPACES.keys()].map(nearly));

const XMP_MM = 'http://ns.adobe.com/xap/1.0/mm/';
const CRS = 'http://ns.adobe.com/camera-raw-settings/1.0/';
const EXT = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';

/** Properties that are structures, to exiftool too. Of any other structure it might say that it is none. */
export const STRUCTURES: ReadonlySet<string> = new Set([
  ...['History', 'DerivedFrom', 'Ingredients', 'ManagedFrom', 'RenditionOf', 'Versions'].map(it => XMP_MM + it),
  ...[
    'Look',
    'GradientBasedCorrections',
    'CircularGradientBasedCorrections',
    'PaintBasedCorrections',
    'RetouchAreas',
  ].map(it => CRS + it),
  ...['LocationCreated', 'LocationShown', 'ArtworkOrObject'].map(it => EXT + it),
  'http://ns.adobe.com/exif/1.0/Flash',
  'http://ns.adobe.com/exif/1.0/CFAPattern',
  'http://ns.adobe.com/xap/1.0/Thumbnails',
  'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/CreatorContactInfo',
  'http://ns.google.com/photos/1.0/container/Directory',
]);
