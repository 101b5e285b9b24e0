/** @returns what a line of the command line's JSON says; undefined where it is none */
export function jsonLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
