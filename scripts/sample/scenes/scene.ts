import type { Canvas } from '../canvas.ts';
import type { Hour } from '../sky.ts';

/** What a scene is asked for; `look` picks among the variants that a scene knows. */
export interface View {
  readonly seed: number;
  readonly hour: Hour;
  readonly look?: string;
}

export type Scene = (canvas: Canvas, view: View) => void;
