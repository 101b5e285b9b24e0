/** Properties as XMP writes them (ISO 16684-1). Pure. */

export function simple(name: string, value: string): string {
  return `<${name}>${escaped(value)}</${name}>`;
}

/** A text that may come in languages; ours is the one for all. */
export function alternative(name: string, value: string | undefined): readonly string[] {
  if (value == null || value === '') return [];
  return [`<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escaped(value)}</rdf:li></rdf:Alt></${name}>`];
}

export function list(name: string, kind: 'Bag' | 'Seq', values: readonly string[] | undefined): readonly string[] {
  if (values == null || values.length === 0) return [];
  const items = values.map(value => `<rdf:li>${escaped(value)}</rdf:li>`).join('');
  return [`<${name}><rdf:${kind}>${items}</rdf:${kind}></${name}>`];
}

/** XML 1.0 has no place for most controls, not even escaped; a carriage return would be read as a line feed. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

/** `48,51.50000000N`: degrees and minutes, as XMP has them; 8 decimals are a tenth of a millimetre. */
export function angle(degrees: number, plus: string, minus: string): string {
  const size = Math.abs(degrees);
  let whole = Math.floor(size);
  let minutes = ((size - whole) * 60).toFixed(8);
  if (Number(minutes) >= 60) {
    whole++;
    minutes = '0.00000000';
  }
  return `${whole},${minutes}${degrees < 0 ? minus : plus}`;
}
