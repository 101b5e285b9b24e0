/** How a person names an iCloud account as a source: `icloud:me@example.com`, or the Apple ID alone. */

const PREFIX = /^icloud:/i;
/** An address, or the number of a telephone, which in some countries is the Apple ID. Never an option. */
const APPLE_ID = /^(?:[^\s@/\\:-][^\s@/\\:]*@[^\s@/\\:]+\.[^\s@/\\:]+|\+\d{8,15})$/;

/**
 * @param given as typed
 * @param isSaid whether the person said besides that it comes by icloudpd
 * @returns the Apple ID in lower case, as icloudpd takes it; undefined where it is the path of something
 */
export function accountOf(given: string, isSaid: boolean): string | undefined {
  const isPrefixed = PREFIX.test(given);
  if (!isPrefixed && !isSaid) return undefined;
  const id = given.replace(PREFIX, '').trim().toLowerCase();
  return APPLE_ID.test(id) && id.length <= 254 ? id : undefined;
}
