import { blend, type Canvas, colour, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import { palettes, sky } from '../sky.ts';
import type { View } from './scene.ts';

interface Crop {
  readonly ground: readonly [Rgb, Rgb];
  readonly blades: readonly Rgb[];
  readonly blooms: readonly Rgb[];
}

const crop = (ground: [string, string], blades: string[], blooms: string[]): Crop => ({
  ground: [colour(ground[0]), colour(ground[1])],
  blades: blades.map(c => colour(c)),
  blooms: blooms.map(c => colour(c)),
});

const crops: Record<string, Crop> = {
  poppies: crop(['#5d7a2c', '#93a44a'], ['#4d6b22', '#8aa045', '#b6b76a'], ['#d8301f', '#e8472c', '#b81f14']),
  wheat: crop(['#b98a35', '#e0b95e'], ['#d9ad52', '#f0d088', '#a97a2b'], []),
  lavender: crop(['#5b6a35', '#7a5f9c'], ['#5f6f38', '#7d8a4e'], ['#7a55a8', '#9673c4', '#5d3d8a']),
  tulips: crop(['#3f6a2a', '#6d8f3c'], ['#3c6a2c', '#5f8a3e'], ['#e23a4e', '#f2a12c', '#f4e04a', '#e87aa5']),
  grass: crop(['#4f7a2a', '#86a84a'], ['#3f6a22', '#7c9f42', '#a8bd66'], ['#f2efe2', '#f0d64a']),
};

/** Open country to the horizon with a tree or two; looks are the crops. */
export function meadow(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const horizon = mix(0.4, 0.55, random());
  const sunX = aspect * mix(0.1, 0.9, random());
  const low = view.hour === 'golden' || view.hour === 'sunset' || view.hour === 'dawn';
  const above = sky(view.seed + 2, view.hour, sunX, horizon - (low ? 0.1 : 0.8), horizon);
  const palette = palettes[view.hour];
  const look = view.look ?? 'grass';
  const c = crops[look] ?? crops.grass!;
  const rows = look === 'lavender' || look === 'tulips';
  const vanish = aspect * mix(0.3, 0.7, random());
  const dim = view.hour === 'sunset' ? 0.55 : view.hour === 'overcast' ? 0.8 : 1;
  const tone = (tint: Rgb, t: number): Rgb => {
    const warm = low ? blend(tint, palette.sun, 0.09) : tint;
    return blend(blend(palette.horizon, warm, t), [0, 0, 0], 1 - dim);
  };
  const hills = (x: number): number => horizon - 0.015 - 0.07 * noise.fbm(x * 1.6, 4, 3) * (0.4 + noise.at(x * 0.8, 9));
  const ground = (x: number): number => horizon + 0.02 * (noise.fbm(x * 1.1, 7, 2) - 0.5);
  const bloomAt = (x: number, y: number): number => {
    const far = 1 / (y - horizon + 0.03);
    return rows ? 0.5 + 0.5 * Math.sin((x - vanish) * far * 7.5) : noise.fbm(x * far * 0.7, far * 2.2, 3);
  };

  canvas.paint((light, x, y) => {
    above(light, x, y);
    const hill = hills(x);
    if (y > hill)
      light.mix(
        tone(blend(colour('#4d6549'), colour('#2f4a2a'), noise.fbm(x * 30, y * 40, 3)), 0.5),
        ramp(hill, hill + 0.004, y),
      );
    const edge = ground(x);
    if (y < edge) return;
    const far = 1 / (y - edge + 0.03);
    const patch = noise.fbm(x * far * 0.8, far * 2.6, 4);
    const fine = noise.fbm(x * 90, y * 50, 2);
    let mixTo = clamp(0.5 + (patch - 0.5) * 2);
    if (rows) mixTo = bloomAt(x, y) > 0.5 ? 0.9 : 0.1;
    light.set(tone(blend(c.ground[0], c.ground[1], mixTo), ramp(0, 0.25, y - edge) * 0.7 + 0.3));
    light.scale(0.62 + 0.62 * fine);
    // Shadows of clouds, drawn out towards the horizon.
    light.scale(0.72 + 0.28 * ramp(0.38, 0.56, noise.fbm(x * far * 0.16 + 3, far * 0.7, 3)));
  });

  for (let i = 0; i < 2; i++)
    if (random() < 0.75)
      tree(
        canvas,
        random,
        aspect * mix(0.08, 0.92, random()),
        horizon + 0.02 + random() * 0.03,
        mix(0.12, 0.3, random() ** 2),
        tone,
        low,
      );
  for (let i = 0; i < 6500; i++) {
    const t = i / 6500;
    const y = horizon + 0.03 + (1.08 - horizon) * t ** 2.4;
    const near = (y - horizon) / (1 - horizon);
    const x = random() * aspect;
    const blade = tone(c.blades[Math.floor(random() * c.blades.length)]!, 0.45 + 0.55 * near);
    const tall = 0.012 + 0.16 * near ** 1.4;
    const shade = mix(0.55, 1.15, random());
    canvas.stroke(
      x,
      y,
      x + (random() - 0.5) * tall * 0.5,
      y - tall * mix(0.4, 1, random()),
      0.0009 + 0.0034 * near,
      [blade[0] * shade, blade[1] * shade, blade[2] * shade],
      { bend: (random() - 0.5) * tall * 0.4, cover: 0.9 },
    );
    if (c.blooms.length === 0 || random() > (rows ? 0.9 : 0.3)) continue;
    if (bloomAt(x, y) < (rows ? 0.5 : 0.47)) continue;
    const hue =
      rows && look === 'tulips'
        ? c.blooms[Math.abs(Math.floor(((x - vanish) / (y - horizon + 0.03)) * 1.19)) % c.blooms.length]!
        : c.blooms[Math.floor(random() * c.blooms.length)]!;
    const r = (0.0015 + 0.0125 * near ** 1.2) * mix(0.45, 1.15, random());
    const at = y - tall * 0.7;
    canvas.disc(x, at, r, tone(blend(hue, [0, 0, 0], 0.45), 0.4 + 0.6 * near), { ratio: 0.85, soft: 0.3 });
    canvas.disc(x - r * 0.15, at - r * 0.2, r * 0.75, tone(hue, 0.4 + 0.6 * near), { ratio: 0.8, soft: 0.5 });
  }
}

function tree(
  canvas: Canvas,
  random: () => number,
  x: number,
  foot: number,
  size: number,
  tone: (tint: Rgb, t: number) => Rgb,
  low: boolean,
): void {
  const bark = tone(colour('#1c160f'), 0.93);
  canvas.stroke(x, foot, x + size * 0.02, foot - size * 0.6, size * 0.045, bark);
  canvas.disc(x + size * 0.1, foot + size * 0.02, size * 0.6, [0.01, 0.015, 0.005], {
    ratio: 0.12,
    soft: 1,
    cover: 0.6,
  });
  const leaves = [colour('#0f2009'), colour('#22380f'), colour(low ? '#6d5c1c' : '#47651f')];
  for (let i = 0; i < 900; i++) {
    const layer = Math.floor((i / 900) * 3);
    const turn = random() * Math.PI * 2;
    const out = Math.sqrt(random()) * size * 0.44;
    const lump = 1 + 0.22 * Math.sin(turn * 5 + x * 30);
    const dx = Math.cos(turn) * out * lump + layer * size * -0.03;
    const dy = Math.sin(turn) * out * 0.86 * lump - layer * size * 0.05;
    canvas.disc(x + dx, foot - size * 0.66 + dy, size * mix(0.02, 0.055, random()), tone(leaves[layer]!, 0.9), {
      ratio: 0.7,
      angle: random() * 3,
      cover: 0.8,
      soft: 0.4,
    });
  }
}
