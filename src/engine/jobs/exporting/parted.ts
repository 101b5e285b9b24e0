import type { PlanPath } from '../../plan/form.ts';
import { nameOfPath } from '../../plan/targetPath.ts';

/** A path of a plan as the folder, without a slash at its end, and the name in it. */
export function parted(path: PlanPath): { readonly folder: string; readonly name: string } {
  const { text } = nameOfPath(path);
  const slash = text.lastIndexOf('/');
  return { folder: text.slice(0, Math.max(0, slash)), name: text.slice(slash + 1) };
}
