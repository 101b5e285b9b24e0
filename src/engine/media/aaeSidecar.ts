import { FACTS_VERSION } from './factsVersion.ts';
import type { FileFacts } from './model.ts';

/** Apple's recipe of an edit: nothing in it is of the photo itself, it only belongs to it. XML or a binary plist. */
export function aaeFacts(bytes: Buffer): FileFacts {
  const head = bytes.subarray(0, 4096).toString('latin1');
  const known = head.startsWith('bplist') || head.includes('<plist');
  return {
    v: FACTS_VERSION,
    fileType: 'AAE',
    sidecarOf: { form: 'aae' },
    ...(!known && { trouble: 'not a property list' }),
  };
}
