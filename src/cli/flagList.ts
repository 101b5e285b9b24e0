/** Takes apart what a person wants another program to be started with: at blanks, but for what stands in quotes. */
import { UsageError } from './exit.ts';

const PART = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/** @returns each as it is passed on, no shell comes near it @throws {UsageError} where a quote has no end */
export function flagList(text: string): readonly string[] {
  if (text.replace(PART, '').trim() !== '') throw new UsageError(`A quote has no end in: ${text}`);
  return (text.match(PART) ?? []).map(part => part.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
