/** The XMP that icloudpd writes (`--xmp-sidecar`), read with what it means by it. */
import type { FileFacts } from '../../media/model.ts';
import { plainSidecar } from '../../media/sidecar.ts';
import type { ItemStates } from '../source.ts';

/** Its root has a name that no other program gives; the rest is XMP. */
const ROOT = /<(\/?)x:xml_doc(?=[\s>])/g;

export interface IcloudSaid {
  readonly facts: FileFacts;
  readonly states: ItemStates;
}

/** @returns undefined where it is none of icloudpd's, or can't be read */
export function icloudSidecar(bytes: Buffer, name: string): IcloudSaid | undefined {
  const text = bytes.toString('utf8');
  if (!/x:xmptk="icloudpd[ "]/.test(text.slice(0, 1000))) return undefined;
  const read = plainSidecar(Buffer.from(text.replace(ROOT, '<$1x:xmpmeta')), name);
  if (read == null || read.trouble != null) return undefined;
  const { rating, mimeType: _type, fileType: _form, sidecarOf: _of, ...facts } = read;
  // Five stars stand for a favourite, a rejected one for hidden (or deleted): it knows no other ratings.
  return {
    facts: { ...facts, ...(rating?.value === 5 && { favorite: { value: true, origin: 'sidecar' } }) },
    states: rating?.value === -1 ? { hidden: true } : {},
  };
}
