import { blend, type Canvas, colour, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import { bokeh } from '../sky.ts';
import type { View } from './scene.ts';

interface Kind {
  readonly petal: readonly [Rgb, Rgb];
  readonly heart: Rgb;
  readonly count: number;
  /** Width of a petal against the room it has. */
  readonly wide: number;
  readonly heartSize: number;
}

const kind = (inner: string, outer: string, heart: string, count: number, wide: number, heartSize: number): Kind => ({
  petal: [colour(inner), colour(outer)],
  heart: colour(heart),
  count,
  wide,
  heartSize,
});

const kinds: Record<string, Kind> = {
  daisy: kind('#dcdcd2', '#ffffff', '#e6b01e', 21, 0.95, 0.3),
  sunflower: kind('#c9760a', '#f7c223', '#2c1a0c', 26, 1.25, 0.42),
  cosmos: kind('#a8205f', '#f08ab8', '#e8b52a', 8, 1.12, 0.16),
  blue: kind('#e9ecff', '#6f86e0', '#f0d65a', 5, 0.92, 0.13),
  dahlia: kind('#8a1410', '#f0633a', '#5a0c08', 17, 1.2, 0.14),
};

/** A bloom close up, its background out of focus. */
export function flower(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const greens = (view.hour === 'golden' ? ['#8a8a30', '#c2a848', '#4a5a1c'] : ['#3f6a2c', '#86a85a', '#20401c']).map(
    c => colour(c),
  );
  canvas.paint((light, x, y) => {
    light.set(blend(greens[0]!, greens[2]!, noise.fbm(x * 1.7, y * 1.7, 3)));
    light.mix(greens[1]!, clamp(noise.fbm(x * 1.3 + 9, y * 1.3, 2) * 2.2 - 0.9));
  });
  const k = kinds[view.look ?? 'daisy'] ?? kinds.daisy!;
  for (let i = 0; i < 7; i++) {
    const [x, y, r] = [random() * aspect, mix(0.1, 0.95, random()), mix(0.05, 0.11, random())];
    canvas.disc(x, y, r * 1.3, blend(k.petal[1], greens[1]!, 0.35), {
      soft: 0.9,
      cover: 0.75,
      ratio: mix(0.5, 1, random()),
    });
    canvas.disc(x, y, r * 0.5, blend(k.heart, greens[1]!, 0.3), { soft: 1, cover: 0.7 });
  }
  bokeh(canvas, random, 34, [greens[1]!, colour('#fff2c4'), k.petal[1]], { from: 0.03, to: 0.1, strength: 0.35 });
  for (let i = 0; i < 9; i++) {
    const x = random() * aspect;
    canvas.stroke(x, 1.1, x + (random() - 0.5) * 0.4, mix(0.3, 0.8, random()), 0.02, greens[i % 3]!, {
      soft: 1,
      cover: 0.14,
    });
  }
  const size = mix(0.3, 0.4, random());
  const [cx, cy] = [aspect * mix(0.38, 0.62, random()), mix(0.42, 0.52, random())];
  canvas.stroke(cx, cy, cx + (random() - 0.5) * 0.3, 1.15, 0.016, colour('#4f7a2e'), { soft: 0.6 });
  const tilt = mix(0.78, 1, random());
  for (const layer of [0, 1]) bloom(canvas, noise, k, cx, cy, size * (layer ? 0.95 : 1.05), tilt, layer);
  heart(canvas, random, k, cx, cy, size * k.heartSize, tilt);
}

function bloom(
  canvas: Canvas,
  noise: Noise,
  k: Kind,
  cx: number,
  cy: number,
  size: number,
  tilt: number,
  layer: number,
): void {
  const step = (Math.PI * 2) / k.count;
  canvas.paint((light, x, y) => {
    const [dx, dy] = [x - cx, (y - cy) / tilt];
    const r = Math.hypot(dx, dy) / size;
    if (layer === 0 && r < 1.7) light.scale(mix(0.7, 1, ramp(0.9, 1.7, r)));
    if (r > 1.12) return;
    const angle = Math.atan2(dy, dx) + Math.PI * 3 + layer * step * 0.5 + (noise.at(r * 2, layer) - 0.5) * 0.12;
    const which = Math.floor(angle / step);
    const across = (angle / step - which - 0.5) * 2;
    const own = noise.at(which * 3.7, layer * 9 + 2);
    const long = 0.88 + 0.2 * own;
    const t = r / long;
    if (t > 1) return;
    // Narrow at the heart, widest at two thirds, rounded at the tip.
    const half =
      k.wide * Math.min(1, 0.42 + t * 0.9) * Math.sqrt(Math.max(0, 1 - Math.max(0, (t - 0.62) / 0.38) ** 2.4));
    const edge = ramp(half, half - 0.1 - 0.012 / (r + 0.05), Math.abs(across));
    if (edge <= 0) return;
    const vein = noise.at(across * 9 + which * 13, t * 2.2) * 0.7 + noise.at(across * 24 + which, t * 3) * 0.3;
    const tint = blend(k.petal[0], k.petal[1], clamp(ramp(0.1, 0.85, t) + (vein - 0.5) * 0.35));
    const round = 1 - 0.42 * (across / Math.max(half, 0.1)) ** 2;
    const sun = 0.84 + 0.26 * Math.cos(angle + 2.2) + (own - 0.5) * 0.2;
    const shade = round * sun * (layer ? 1 : 0.72) * mix(0.55, 1, ramp(0.05, 0.5, t)) * (0.86 + 0.28 * vein);
    light.mix([tint[0] * shade, tint[1] * shade, tint[2] * shade], edge);
  });
}

function heart(
  canvas: Canvas,
  random: () => number,
  k: Kind,
  cx: number,
  cy: number,
  size: number,
  tilt: number,
): void {
  canvas.disc(cx, cy, size * 1.15, blend(k.heart, [0, 0, 0], 0.75), { ratio: tilt, soft: 0.5, cover: 0.85 });
  const grains = 420;
  for (let i = 0; i < grains; i++) {
    // A sunflower's own spiral.
    const turn = i * 2.39996;
    const out = Math.sqrt(i / grains);
    const [x, y] = [
      cx + Math.cos(turn) * out * size,
      cy + Math.sin(turn) * out * size * tilt - size * 0.1 * (1 - out * out),
    ];
    const lit = 0.55 + 0.5 * (1 - out) + 0.3 * Math.cos(turn + 2.2) + (random() - 0.5) * 0.4;
    canvas.disc(x, y, size * 0.052, [k.heart[0] * lit * 0.5, k.heart[1] * lit * 0.45, k.heart[2] * lit * 0.4]);
    canvas.disc(x - size * 0.012, y - size * 0.016, size * 0.034, [
      k.heart[0] * lit * 1.2,
      k.heart[1] * lit * 1.15,
      k.heart[2] * lit,
    ]);
  }
}
