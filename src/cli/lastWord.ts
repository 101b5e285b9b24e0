/** The summary: the last line of `--json`, once, whatever happened. */

let said = false;

/** @param seconds since the command began */
export function lastWord(job: string, seconds: number, fields: object): void {
  if (said) return;
  said = true;
  const line = { type: 'summary', job, seconds: Math.round(seconds * 1000) / 1000, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
