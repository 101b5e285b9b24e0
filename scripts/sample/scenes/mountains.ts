import { blend, type Canvas, colour, type Light, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import { palettes, sky } from '../sky.ts';
import type { View } from './scene.ts';

interface Range {
  readonly crest: Float32Array;
  readonly far: number;
  readonly tint: Rgb;
}

const rock = colour('#4a4a44');
const wood = colour('#27371f');
const autumnWood = colour('#7a4a1c');
const snow = colour('#f4f6fa');
const shadow = colour('#5d7ba6');

/** Ranges behind one another in haze; looks: `lake` mirrors them, `snow` covers them, `autumn` colours the woods. */
export function mountains(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const look = view.look ?? '';
  const { aspect, width, height } = canvas;
  const horizon = look.includes('lake') ? mix(0.55, 0.62, random()) : mix(0.6, 0.72, random());
  const low = view.hour === 'sunset' || view.hour === 'dusk' || view.hour === 'dawn' || view.hour === 'golden';
  const side = random() < 0.5 ? -1 : 1;
  const sunX = low ? aspect * mix(0.25, 0.75, random()) : aspect * (0.5 + side * 0.85);
  const sunY = low ? horizon - mix(0.1, 0.2, random()) : -0.35;
  const above = sky(view.seed + 2, view.hour, sunX, sunY, horizon + 0.05);
  const palette = palettes[view.hour];
  const haze = blend(palette.horizon, palette.middle, 0.35);
  const near = look.includes('autumn') ? autumnWood : wood;

  const ranges: Range[] = [];
  const count = 5;
  for (let i = 0; i < count; i++) {
    const far = 1 - i / (count - 1);
    const crest = new Float32Array(width);
    const base = look.includes('lake') ? horizon : mix(1.02, horizon + 0.03, far ** 0.8);
    const tall = mix(0.2, 0.3, random()) * (0.6 + 0.75 * far) * (look.includes('lake') ? 0.35 + far : 1);
    const pace = mix(2.4, 1.5, far);
    const shift = random() * 90;
    for (let x = 0; x < width; x++) {
      const at = (x / height) * pace + shift;
      const rough = 0.7 * noise.ridges(at * 0.62, i * 9.7, 5) + 0.3 * noise.fbm(at * 0.8, i * 5.1, 3);
      const trees = far < 0.55 ? (noise.at(at * 70, i) + noise.at(at * 160, i + 3)) * 0.007 * (1 - far) : 0;
      crest[x] = base - tall * rough * 1.35 - trees;
    }
    ranges.push({ crest, far, tint: blend(near, rock, clamp(far * 1.6)) });
  }

  const snowy = look.includes('snow');
  const scene = (light: Light, x: number, y: number): void => {
    const column = Math.min(width - 1, Math.max(0, Math.floor(x * height)));
    for (let i = count - 1; i >= 0; i--) {
      const range = ranges[i]!;
      const depth = y - range.crest[column]!;
      if (depth < 0) continue;
      const fine = mix(26, 9, range.far);
      const [u, v] = [x * fine + y * fine * 0.4 + i * 5, y * fine * 0.9 - x * fine * 0.3 + i * 7];
      const slope = noise.fbm(u, v, 5) - noise.fbm(u + 0.3, v - 0.3, 5);
      const lit = clamp(0.46 + slope * 3.6 * side, 0.03, 1);
      light.set(range.tint);
      if (snowy || range.far > 0.6) {
        const line = snowy ? 0.22 + 0.25 * range.far : 0.09 * range.far;
        const patch = noise.fbm(x * 14, y * 18 + i, 4) + slope * side * 0.5;
        light.mix(snow, ramp(line, line * 0.3, depth + (patch - 0.5) * 0.24) * (snowy ? 0.92 : 0.8));
      }
      light.scale(snowy ? 0.36 + 0.7 * lit : 0.16 + 1.12 * lit);
      if (snowy) light.mix(shadow, (1 - lit) * 0.4);
      const mist = clamp(0.02 + range.far ** 1.3 * 0.52 + ramp(0.02, 0.34, depth) * 0.34 * (0.15 + range.far));
      light.mix(haze, Math.min(0.9, mist));
      if (low) light.add(palette.sun, 0.1 * Math.exp(-Math.hypot(x - sunX, y - sunY) * 3.2));
      return;
    }
    above(light, x, y);
  };

  if (!look.includes('lake')) {
    canvas.paint(scene);
    return;
  }
  const deep = blend(palette.top, colour('#0c1a1e'), 0.65);
  canvas.paint((light, x, y) => {
    if (y < horizon) {
      scene(light, x, y);
      return;
    }
    const down = y - horizon;
    const far = 1 / (down + 0.03);
    const ripple = noise.fbm(x * 3 * far * 0.12 + 7, far * 2.2, 3) - 0.5;
    const wave = ripple * (0.012 + down * 0.1);
    scene(light, x + wave * 0.5, horizon - down * 0.92 - 0.004 + wave);
    light.mix(deep, clamp(0.14 + down * 0.9 + ripple * 0.25));
  });
}
