/** A condition as it has to be written to find just this value. Pure. */
export function exactly(field: string, value: string): string {
  const plain = /^[\p{L}\p{N}_./-]+$/u.test(value);
  return `${field}:=${plain ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`}`;
}
