import type { Problem, ProblemCode } from '../../protocol/problem.ts';

/** VS Code takes no more than about 1,100 diagnostics of a collection at a time. */
export const MOST_KNOWN = 1000;

/**
 * Which problems to show of how many: all of the gravest kinds first, and of the last kind as many as there is room
 * for.
 * @param codes as the server gives them, the gravest first
 * @returns for each kind how many to ask for
 */
export function shares(codes: readonly ProblemCode[], most = MOST_KNOWN): { code: string; limit: number }[] {
  const taken: { code: string; limit: number }[] = [];
  let room = most;
  for (const { code, count } of codes) {
    const limit = Math.min(count, room);
    if (limit > 0) taken.push({ code, limit });
    room -= limit;
  }
  return taken;
}

/** What of the known problems nobody else tells yet, each file and kind once. */
export function untold(problems: readonly Problem[], told: (path: string, code: string) => boolean): Problem[] {
  const unique = new Map(problems.map(problem => [`${problem.code}\n${problem.path}`, problem]));
  return [...unique.values()].filter(({ path, code }) => !told(path, code));
}
