/**
 * A name from outside on one line of text: what would break the line, or turn its direction round, is shown as a
 * replacement character.
 */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
