import { blend, type Canvas, colour, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import { palettes, sky } from '../sky.ts';
import type { View } from './scene.ts';

/** Sand to the horizon, its crests lit from one side. */
export function dunes(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const horizon = mix(0.34, 0.44, random());
  const side = random() < 0.5 ? -1 : 1;
  const above = sky(view.seed + 2, view.hour, aspect * (side < 0 ? 1.1 : -0.1), 0.05, horizon, 0.15);
  const palette = palettes[view.hour];
  const lit = blend(colour('#e2a35c'), palette.sun, 0.16);
  const dark = blend(colour('#7a4526'), palette.top, 0.2);
  const count = 6;
  const crest = (i: number, x: number): number => {
    const t = i / (count - 1);
    const at = x * mix(2.2, 0.8, t) + i * 19.3;
    const wave = noise.fbm(at, i * 3.1, 2);
    return mix(horizon - 0.01, 0.8, t ** 1.3) - (wave - 0.4) * mix(0.08, 0.42, t);
  };
  canvas.paint((light, x, y) => {
    for (let i = count - 1; i >= 0; i--) {
      const top = crest(i, x);
      if (y < top) continue;
      const t = i / (count - 1);
      const slope = (crest(i, x + 0.02) - top) / 0.02;
      const depth = y - top;
      const warp = noise.fbm(x * 3 + i * 5, y * 3, 3);
      // The ridge that divides the lit from the dark side runs down from the crest.
      const face = clamp(
        0.5 + side * (slope * 1.5 + (noise.fbm(x * 1.7 + i * 9 + depth * side * 2.2, depth * 1.2 + i, 2) - 0.5) * 5),
      );
      const ripple = Math.sin((depth * mix(420, 130, t) + warp * 26 + x * 24) * 1) * 0.5 + 0.5;
      light.set(blend(dark, lit, face));
      light.scale(1 - 0.17 * ripple * t * face - 0.07 * (noise.fbm(x * 110, y * 110, 2) - 0.5));
      light.add(lit, ramp(0.012, 0, depth) * 0.12 * face);
      light.mix(palette.horizon, (1 - t) * 0.42);
      return;
    }
    above(light, x, y);
  });
  if (view.look === 'balloons') balloons(canvas, random, horizon);
}

const cloths: readonly (readonly [Rgb, Rgb])[] = [
  [colour('#d2342a'), colour('#f4c63a')],
  [colour('#2a5fa8'), colour('#f2efe6')],
  [colour('#e87a1e'), colour('#5a2a6a')],
  [colour('#2f8a5a'), colour('#f2d24a')],
];

/** Hot-air balloons over whatever is painted already. */
export function balloons(canvas: Canvas, random: () => number, horizon: number): void {
  const sizes = Array.from({ length: 5 + Math.floor(random() * 5) }, () => mix(0.014, 0.13, random() ** 2.2)).sort(
    (a, b) => a - b,
  );
  for (const size of sizes)
    balloon(
      canvas,
      canvas.aspect * mix(0.06, 0.94, random()),
      mix(0.14, horizon + 0.04, random()),
      size,
      cloths[Math.floor(random() * cloths.length)]!,
      clamp(0.5 - size * 4),
    );
}

function balloon(canvas: Canvas, cx: number, cy: number, size: number, cloth: readonly [Rgb, Rgb], haze: number): void {
  const air = colour('#cfd6dc');
  canvas.paint((light, x, y) => {
    const v = (y - cy) / size;
    if (v < -1.05 || v > 1.9 || Math.abs(x - cx) > size * 1.1) return;
    const half =
      v < 0.15 ? Math.sqrt(Math.max(0, 1 - (v / 1) ** 2)) : Math.max(0, 0.989 * (1 - ((v - 0.15) / 1.28) ** 1.35));
    const u = (x - cx) / size;
    const px = 1.4 / (canvas.height * size);
    if (v < 1.3 && half > 0.12) {
      const cover = ramp(half + px, half - px, Math.abs(u));
      if (cover > 0) {
        const across = clamp(u / half, -1, 1);
        const panel = Math.floor((Math.asin(across) / Math.PI + 0.5) * 10);
        const tint = blend(cloth[panel % 2]!, air, haze);
        const shade = 0.42 + 0.62 * clamp(Math.sqrt(1 - across * across) * 0.7 - across * 0.45 - v * 0.16 + 0.1);
        light.mix([tint[0] * shade, tint[1] * shade, tint[2] * shade], cover);
      }
    }
    if (v > 1.5 && v < 1.75 && Math.abs(u) < 0.13) light.mix(blend(colour('#2c1d10'), air, haze), 0.95);
    if (v > 1.25 && v < 1.5 && Math.abs(Math.abs(u) - 0.12) < 0.018 + px * 0.5)
      light.mix(blend(colour('#2c1d10'), air, haze), 0.7);
  });
}

/** Cloud tops from a window seat, with the wing where the look is `wing`. */
export function aloft(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const horizon = mix(0.36, 0.46, random());
  const sunX = aspect * mix(0.2, 0.8, random());
  const side = sunX > aspect / 2 ? 1 : -1;
  const low = view.hour !== 'noon' && view.hour !== 'morning';
  const above = sky(view.seed + 2, view.hour, sunX, low ? horizon - 0.07 : -0.6, horizon, 0);
  const palette = palettes[view.hour];
  const deep = blend(palette.shade, palette.top, 0.35);
  canvas.paint((light, x, y) => {
    above(light, x, y);
    const rise = horizon - 0.012 * noise.fbm(x * 7, 2, 3);
    if (y < rise) return;
    const far = 1 / (y - rise + 0.05);
    const [u, v] = [(x - aspect / 2) * far * 0.75 + 60, far * 2.3];
    const thick = noise.fbm(u, v, 6);
    const towards = noise.fbm(u + side * 0.13, v + 0.2, 5);
    const bright = clamp(0.5 + (thick - towards) * 3.4 + (thick - 0.5) * 0.9);
    light.set(blend(deep, palette.lit, bright));
    light.mix(blend(colour('#24405c'), palette.middle, 0.3), ramp(0.44, 0.32, thick) * 0.85);
    light.mix(palette.horizon, ramp(0.2, 0, y - rise) * 0.8);
    light.add(palette.sun, low ? 0.3 * Math.exp(-(((x - sunX) / 0.28) ** 2) - (y - rise) * 5) * bright : 0);
  });
  if (view.look !== 'wing') return;
  const [tipX, tipY] = [aspect * mix(0.3, 0.42, random()), mix(0.5, 0.56, random())];
  canvas.paint((light, x, y) => {
    const t = (x - tipX) / (aspect - tipX);
    const front = tipY + t * 0.13;
    const back = tipY + 0.012 + t * 0.5;
    const flick =
      x > tipX - 0.012 && x < tipX + 0.035 && y > tipY - 0.11 * ramp(tipX + 0.06, tipX - 0.01, x) && y < tipY + 0.02;
    if (!flick && (t < 0 || y < front || y > back)) return;
    const along = (y - front) / Math.max(0.001, back - front);
    light.set(
      flick
        ? blend(colour('#b9c0c8'), palette.lit, 0.3)
        : blend(colour('#d3d7db'), colour('#7d868f'), clamp(along * 1.1)),
    );
    if (!flick && (Math.abs(along - 0.72) < 0.008 || Math.abs(along - 0.16) < 0.006)) light.scale(0.55);
    light.mix(palette.horizon, 0.25);
    light.scale(0.6 + 0.3 * noise.fbm(x * 3, y * 8, 2));
  });
}
