/**
 * The names of what a plan being applied puts beside a person's files for a moment. They are known by their form:
 * nobody takes them for photos, and what a crash left of them is found again.
 */
const FORM = /^\.keepsake-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-\d{1,16}\.(tmp|raw|hold)$/;

/** tmp: new bytes; raw: what they are made of, without their tags; hold: old bytes until their successor is recorded. */
export type TemporaryKind = 'tmp' | 'raw' | 'hold';

/** @param batch UUID */
export function temporaryName(batch: string, action: number, kind: TemporaryKind): string {
  return `.keepsake-${batch}-${action}.${kind}`;
}

export function isTemporaryName(name: string): boolean {
  return name.startsWith('.keepsake-') && FORM.test(name);
}
