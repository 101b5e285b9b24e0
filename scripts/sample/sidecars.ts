import fs from 'node:fs';
import path from 'node:path';
import type { Shot } from './shot.ts';

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Lightroom's way of keeping rating, words and people beside a photo. */
function xmp(shot: Shot): string {
  const stars = [...shot.options].find(option => option.startsWith('star'))?.slice(4) ?? '0';
  const bag = (name: string, words: readonly string[] | undefined): string =>
    words?.length
      ? `\n   <${name}><rdf:Bag>${words.map(word => `<rdf:li>${xml(word)}</rdf:li>`).join('')}</rdf:Bag></${name}>`
      : '';
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmp:Rating="${stars}" photoshop:DateCreated="${shot.taken.replace(':', '-').replace(':', '-').replace(' ', 'T')}">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xml(shot.outing.title ?? 'The best of the day')}</rdf:li></rdf:Alt></dc:title>${bag('dc:subject', shot.outing.keywords)}${bag('Iptc4xmpExt:PersonInImage', shot.outing.people)}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`;
}

/** What Google Takeout writes beside a photo. */
function takeout(shot: Shot, name: string): string {
  const seconds = Math.floor(shot.utcMs / 1000);
  const stamp = (at: number): object => ({ timestamp: String(at), formatted: new Date(at * 1000).toUTCString() });
  const [latitude, longitude, altitude] = shot.place ?? [0, 0, 0];
  const geo = { latitude, longitude, altitude, latitudeSpan: 0, longitudeSpan: 0 };
  return `${JSON.stringify(
    {
      title: name,
      description: shot.outing.caption ?? '',
      imageViews: '3',
      creationTime: stamp(seconds + 86400 * 3),
      photoTakenTime: stamp(seconds),
      geoData: geo,
      geoDataExif: { ...geo, latitude: 0, longitude: 0, altitude: 0 },
      people: (shot.outing.people ?? []).map(person => ({ name: person })),
      url: 'https://photos.google.com/photo/sample',
      googlePhotosOrigin: { mobileUpload: { deviceType: 'ANDROID_PHONE' } },
    },
    null,
    2,
  )}\n`;
}

/** What Apple Photos writes of an edit; the data are empty. */
const aae = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>adjustmentBaseVersion</key>
	<integer>0</integer>
	<key>adjustmentData</key>
	<data></data>
	<key>adjustmentEditorBundleID</key>
	<string>com.apple.Photos</string>
	<key>adjustmentFormatIdentifier</key>
	<string>com.apple.photo</string>
	<key>adjustmentFormatVersion</key>
	<string>1.9</string>
	<key>adjustmentTimestamp</key>
	<date>2023-06-15T20:11:04Z</date>
</dict>
</plist>
`;

/** Writes the sidecars of a shot, whose files are `files`; gives their paths. */
export function writeSidecars(shot: Shot, files: readonly string[], root: string): string[] {
  const made: string[] = [];
  const write = (name: string, text: string): void => {
    fs.writeFileSync(path.join(root, name), text);
    made.push(name);
  };
  const main = files[0]!;
  if (shot.options.has('xmp')) write(main.replace(/\.\w+$/, '.xmp'), xmp(shot));
  if (shot.options.has('takeout'))
    write(`${main}.supplemental-metadata.json`, takeout(shot, path.posix.basename(main)));
  if (shot.options.has('edited') && shot.camera.make === 'Apple') write(main.replace(/\.\w+$/, '.AAE'), aae);
  return made;
}
