/**
 * The names of what a plan being applied puts beside a person's files for a moment. They are known by their form:
 * nobody takes them for photos, and what a crash left of them is found again.
 */
const FORM = /^\.keepsake-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-\d{1,16}\.(tmp|hold)$/;

/** @param batch UUID @param kind tmp: new bytes that are being built; hold: old bytes until their successor is recorded */
export function temporaryName(batch: string, action: number, kind: 'tmp' | 'hold'): string {
  return `.keepsake-${batch}-${action}.${kind}`;
}

export function isTemporaryName(name: string): boolean {
  return name.startsWith('.keepsake-') && FORM.test(name);
}
