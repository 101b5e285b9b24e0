/** Bytes (UTF-8) of the longest name on most systems; exFAT and NTFS count 255 UTF-16 units, which are never more. */
const LONGEST = 255;
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/** Why a file of this name can't be on every system; undefined where it can. The words go after "its name …". */
export function unportable(name: string): string | undefined {
  if (DEVICE.test(name)) return 'is that of a device on Windows';
  if (/[\u0000-\u001f\u007f\\/:*?"<>|]/.test(name)) return 'holds characters that Windows and exFAT cannot have';
  if (/[. ]$/.test(name)) return 'ends in a dot or a blank, which Windows drops';
  if (Buffer.byteLength(name) > LONGEST) return 'is longer than 255 bytes';
  return undefined;
}

/** The nearest name that every system can have; the name itself where it is one. Not unique: see to collisions. */
export function portableName(name: string): string {
  if (unportable(name) == null) return name;
  let safe = name.replace(/[\u0000-\u001f\u007f\\/:*?"<>|]/g, '_').replace(/[. ]+$/, '');
  if (DEVICE.test(safe) || safe === '') safe = `_${safe}`;
  if (Buffer.byteLength(safe) <= LONGEST) return safe;
  const dot = safe.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(safe.slice(dot)) <= 32 ? safe.slice(dot) : '';
  return clip(safe.slice(0, safe.length - extension.length), LONGEST - Buffer.byteLength(extension)) + extension;
}

/** Cut to so many bytes, between characters. */
function clip(text: string, bytes: number): string {
  let length = 0;
  let clipped = '';
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    clipped += character;
  }
  return clipped;
}
