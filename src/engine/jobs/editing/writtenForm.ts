/** What a change of metadata is written into: a picture, a film, or an XMP beside one. */
export type WrittenForm = 'image' | 'film' | 'xmp';
