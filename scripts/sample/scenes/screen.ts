import { blend, type Canvas, colour, type Light, type Rgb } from '../canvas.ts';
import { mix, ramp, seededRandom } from '../noise.ts';
import type { View } from './scene.ts';

/** The screen of a telephone: a conversation, without a letter of real text. */
export function screen(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const dark = random() < 0.5;
  const [paper, ink] = dark ? [colour('#101418'), colour('#e8eaed')] : [colour('#f4f5f7'), colour('#20262c')];
  const own = colour(['#2f7d5b', '#2b6fd0', '#8a4fc0'][Math.floor(random() * 3)]!);
  const other = dark ? colour('#2a3036') : colour('#ffffff');
  const boxes: { x0: number; y0: number; x1: number; y1: number; r: number; tint: Rgb }[] = [];
  const { aspect } = canvas;
  boxes.push({ x0: 0, y0: 0, x1: aspect, y1: 0.085, r: 0, tint: own });
  boxes.push({ x0: 0.03, y0: 0.04, x1: 0.065, y1: 0.075, r: 0.018, tint: blend(own, [1, 1, 1], 0.7) });
  boxes.push({ x0: 0.085, y0: 0.046, x1: 0.24, y1: 0.056, r: 0.005, tint: [1, 1, 1] });
  boxes.push({ x0: 0.085, y0: 0.063, x1: 0.18, y1: 0.069, r: 0.003, tint: blend(own, [1, 1, 1], 0.6) });
  let y = 0.11;
  while (y < 0.86) {
    const mine = random() < 0.45;
    const lines = 1 + Math.floor(random() * 3);
    const wide = aspect * mix(0.38, 0.66, random());
    const tall = 0.02 + lines * 0.02;
    const x0 = mine ? aspect - 0.025 - wide : 0.025;
    boxes.push({ x0, y0: y, x1: x0 + wide, y1: y + tall, r: 0.014, tint: mine ? own : other });
    for (let i = 0; i < lines; i++) {
      const long = i === lines - 1 ? mix(0.3, 0.8, random()) : 0.95;
      const text = mine ? ([1, 1, 1] as const) : ink;
      boxes.push({
        x0: x0 + 0.014,
        y0: y + 0.014 + i * 0.02,
        x1: x0 + 0.014 + (wide - 0.028) * long,
        y1: y + 0.022 + i * 0.02,
        r: 0.004,
        tint: blend(mine ? own : other, text, 0.75),
      });
    }
    y += tall + mix(0.01, 0.03, random());
  }
  boxes.push({ x0: 0.02, y0: 0.925, x1: aspect - 0.07, y1: 0.97, r: 0.022, tint: other });
  boxes.push({ x0: aspect - 0.06, y0: 0.925, x1: aspect - 0.015, y1: 0.97, r: 0.022, tint: own });
  canvas.paint((light: Light, x, py) => {
    light.set(paper);
    for (const b of boxes) {
      if (x < b.x0 - 0.002 || x > b.x1 + 0.002 || py < b.y0 - 0.002 || py > b.y1 + 0.002) continue;
      const dx = Math.max(b.x0 + b.r - x, x - b.x1 + b.r, 0);
      const dy = Math.max(b.y0 + b.r - py, py - b.y1 + b.r, 0);
      light.mix(b.tint, ramp(b.r + 0.001, b.r - 0.0005, Math.hypot(dx, dy)));
    }
  });
}
