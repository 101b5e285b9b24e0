import { seededRandom } from './noise.ts';
import type { Shot } from './shot.ts';

type Tags = Record<string, string | number | readonly string[]>;

/** How bright the scene is decides exposure and ISO, as in a camera. */
function exposure(shot: Shot): Tags {
  const { camera } = shot;
  if (camera.aperture == null || camera.focal == null) return {};
  const dark =
    shot.scene === 'night' ? 2 : shot.scene === 'lights' || shot.scene === 'skyline' || shot.hour === 'dusk' ? 1 : 0;
  const pick = seededRandom(shot.seed + 9)();
  const speeds = [
    [1 / 1250, 1 / 800, 1 / 320],
    [1 / 60, 1 / 30, 1 / 25],
    [10, 15, 20],
  ][dark]!;
  const isos = [
    [50, 100, 200],
    [800, 1250, 1600],
    [1600, 3200, 3200],
  ][dark]!;
  const at = Math.floor(pick * 3);
  return {
    'EXIF:ExposureTime': speeds[at]!,
    'EXIF:FNumber': dark > 0 ? Math.min(camera.aperture, 2.8) : camera.aperture,
    'EXIF:ISO': isos[at]!,
    'EXIF:FocalLength': camera.focal[0],
    'EXIF:FocalLengthIn35mmFormat': camera.focal[1],
  };
}

/** What the file of a shot says of itself, by exiftool's names; nothing where the diary keeps the file silent. */
export function tagsOf(shot: Shot, file: string): Tags {
  const { camera, outing } = shot;
  const silent = outing.dated != null && outing.dated !== 'file';
  if (silent) return {};
  const video = /\.(mov|mp4)$/i.test(file);
  const edited = /(IMG_E\d|_edited)/.test(file);
  const tags: Tags = {};
  if (video) {
    const zone = outing.zone ?? '+00:00';
    const utc = new Date(shot.utcMs).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
    for (const tag of [
      'CreateDate',
      'ModifyDate',
      'TrackCreateDate',
      'TrackModifyDate',
      'MediaCreateDate',
      'MediaModifyDate',
    ])
      tags[`QuickTime:${tag}`] = utc;
    if (camera.make === 'Apple') {
      tags['Keys:Make'] = camera.make;
      tags['Keys:Model'] = camera.model ?? '';
      tags['Keys:CreationDate'] = `${shot.taken}${zone}`;
      if (shot.place) tags['Keys:GPSCoordinates'] = shot.place.join(', ');
      if (shot.options.has('live') || shot.options.has('heic')) tags['Keys:ContentIdentifier'] = shot.contentId;
    }
    return tags;
  }
  if (camera.make) tags['EXIF:Make'] = camera.make;
  if (camera.model) tags['EXIF:Model'] = camera.model;
  if (camera.lens) tags['EXIF:LensModel'] = camera.lens;
  tags['EXIF:Software'] = edited ? 'Photos 9.0' : (camera.software ?? '');
  const orient = !edited && camera.make === 'Apple' && shot.options.has('tall');
  tags['EXIF:Orientation#'] = orient ? 6 : 1;
  Object.assign(tags, exposure(shot));
  tags['EXIF:DateTimeOriginal'] = shot.taken;
  tags['EXIF:CreateDate'] = camera.focal ? shot.taken : '2019:03:02 11:40:00';
  if (camera.zone && outing.zone) {
    tags['EXIF:OffsetTimeOriginal'] = outing.zone;
    tags['EXIF:OffsetTimeDigitized'] = outing.zone;
  }
  if (shot.place && camera.gps) {
    const [lat, lon, alt] = shot.place;
    Object.assign(tags, {
      'EXIF:GPSLatitude': Math.abs(lat),
      'EXIF:GPSLatitudeRef': lat < 0 ? 'S' : 'N',
      'EXIF:GPSLongitude': Math.abs(lon),
      'EXIF:GPSLongitudeRef': lon < 0 ? 'W' : 'E',
      'EXIF:GPSAltitude': alt,
      'EXIF:GPSAltitudeRef#': 0,
    });
  }
  // Formats without XMP of their own, and shots whose words are in a sidecar, say no more.
  if (/\.(gif|png|avif)$/i.test(file) || shot.options.has('xmp')) return tags;
  if (outing.keywords) tags['XMP-dc:Subject'] = outing.keywords;
  if (outing.people && !edited) tags['XMP-iptcExt:PersonInImage'] = outing.people;
  if (outing.title) tags['XMP-dc:Title'] = outing.title;
  if (outing.caption) tags['XMP-dc:Description'] = outing.caption;
  const stars = [...shot.options].find(option => option.startsWith('star'));
  if (stars) tags['XMP-xmp:Rating'] = Number(stars.slice(4));
  return tags;
}
