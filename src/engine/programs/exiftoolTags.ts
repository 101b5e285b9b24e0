/**
 * The tags that a read is for, by the group that exiftool reports them under (EXIF stands for its IFDs). A fixed
 * list: no tag name ever comes from a file. Names: https://exiftool.org/TagNames/
 */
const GROUPS: Readonly<Record<string, string>> = {
  File: 'FileType MIMEType ImageWidth ImageHeight',
  Composite: 'ImageSize Rotation',
  EXIF:
    'Orientation Make Model LensModel FocalLength FNumber ExposureTime ISO Flash Software DateTimeOriginal CreateDate ' +
    'ModifyDate OffsetTime OffsetTimeOriginal OffsetTimeDigitized SubSecTimeOriginal SubSecTimeDigitized ' +
    'ImageDescription Artist Copyright XPTitle XPKeywords Rating',
  GPS: 'GPSLatitude GPSLatitudeRef GPSLongitude GPSLongitudeRef GPSAltitude GPSAltitudeRef GPSDateStamp GPSTimeStamp',
  IPTC:
    'DateCreated TimeCreated DigitalCreationDate DigitalCreationTime ObjectName Caption-Abstract Keywords By-line ' +
    'CopyrightNotice',
  'XMP-exif':
    'DateTimeOriginal DateTimeDigitized GPSLatitude GPSLongitude GPSAltitude GPSAltitudeRef GPSDateTime FNumber ' +
    'ExposureTime FocalLength ISO',
  'XMP-photoshop': 'DateCreated SidecarForExtension',
  'XMP-xmp': 'CreateDate MetadataDate Rating CreatorTool',
  'XMP-tiff': 'Make Model Orientation ImageWidth ImageHeight',
  'XMP-aux': 'Lens',
  'XMP-exifEX': 'LensModel',
  'XMP-dc': 'Title Description Subject Creator Rights',
  'XMP-digiKam': 'TagsList',
  'XMP-mwg-rs': 'RegionInfo',
  'XMP-MP': 'RegionInfoMP',
  'XMP-iptcExt': 'PersonInImage',
  'XMP-GCamera': 'MotionPhoto MicroVideo BurstID BurstPrimary',
  QuickTime: 'CreateDate Rotation Duration ImageSpatialExtent',
  Track1: 'MediaCreateDate TrackCreateDate',
  Keys:
    'CreationDate GPSCoordinates ContentIdentifier Make Model Software Title DisplayName Description Keywords ' +
    'Author Copyright',
  ItemList: 'ContentCreateDate GPSCoordinates Title Description Comment Artist Copyright',
  UserData: 'ContentCreateDate DateTimeOriginal GPSCoordinates Make Model SoftwareVersion Title',
  XML: 'CreationDateValue',
  H264: 'DateTimeOriginal',
  RIFF: 'DateTimeOriginal',
  Matroska: 'DateTimeOriginal',
  ASF: 'CreationDate',
  PNG: 'CreationTime Title Description Software',
  Apple: 'ContentIdentifier MediaGroupUUID BurstUUID',
  Samsung: 'EmbeddedVideoType',
};

const ALONE = ['Duration', 'PlayDuration', 'Warning', 'Error'];

/** `Group:Name` of every tag that is looked at. */
export const READ_TAGS: readonly string[] = Object.entries(GROUPS).flatMap(([group, tags]) =>
  tags.split(' ').map(tag => `${group}:${tag}`),
);

/**
 * Options and tags of every read. `-fast` and never `-fast2`: that finds no date in a MOV or HEIC whose `mdat`
 * comes first. `-n` for numbers instead of words, `-struct` so that a face's name stays with its region.
 *
 * The names are asked for without their group, each once, and `-a` gives them from every group: exiftool searches
 * all tags of a file for every name asked for, and with groups that took a third longer in all.
 */
export const READ_ARGS: readonly string[] = [
  '-fast',
  '-n',
  '-G1',
  '-a',
  '-struct',
  '-api',
  'largefilesupport=1',
  ...[...new Set([...Object.values(GROUPS).flatMap(tags => tags.split(' ')), ...ALONE])].map(tag => `-${tag}`),
];
