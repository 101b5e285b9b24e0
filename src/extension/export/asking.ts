import type { ExportChoices, SourceKind } from './choices.ts';

/** What has been answered so far; every step may be gone back to, and finds its answer again. */
export interface Answers {
  kind: SourceKind;
  sources: readonly string[];
  backup: string | undefined;
  choices: ExportChoices;
}

/** How a step is asked: its place among them, and what was answered before. */
export interface Asking {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly answers: Answers;
}
