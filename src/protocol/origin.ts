/** Where facts come from. Types only. */

export type Origin =
  | 'exif'
  | 'iptc'
  | 'xmp'
  | 'quicktime'
  | 'sidecar'
  | 'gps'
  | 'filename'
  | 'folder'
  | 'user'
  | 'mtime'
  | 'none';
