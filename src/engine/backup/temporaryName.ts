/**
 * The names of what a plan being applied puts beside a person's files for a moment. They are known by their form:
 * nobody takes them for photos, and what a crash left of them is found again.
 */
const FORM = /^\.keepsake-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-\d{1,16}\.(tmp|from|hold)$/;

/**
 * tmp: new bytes; from: what they are made of, without their tags; hold: old bytes until their successor is recorded.
 * None is an extension that exiftool knows, so that it goes by the bytes (it takes `.raw` for a camera's).
 */
export type TemporaryKind = 'tmp' | 'from' | 'hold';

/** @param batch UUID */
export function temporaryName(batch: string, action: number, kind: TemporaryKind): string {
  return `.keepsake-${batch}-${action}.${kind}`;
}

export function isTemporaryName(name: string): boolean {
  return name.startsWith('.keepsake-') && FORM.test(name);
}
