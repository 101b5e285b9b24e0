/** The bytes that a source gives are not those that it lists: cut off, too many, or of another checksum. */
export class SourceDamaged extends Error {
  override readonly name = 'SourceDamaged';
}
