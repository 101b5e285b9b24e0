import { blend, type Canvas, colour, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import type { View } from './scene.ts';

/** A clear night over dark hills; looks: `aurora`, `milkyway`, `fireworks`. */
export function night(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const look = view.look ?? 'milkyway';
  const horizon = mix(0.76, 0.84, random());
  const [top, low] = [colour('#060a18'), look === 'fireworks' ? colour('#2a2030') : colour('#1d3048')];
  const tilt = mix(0.5, 0.9, random());
  canvas.paint((light, x, y) => {
    light.set(blend(top, low, ramp(0, horizon, y) ** 2));
    if (look === 'milkyway') {
      const across = x - aspect * 0.3 - (horizon - y) * tilt;
      const dust = noise.fbm(x * 4, y * 4, 5);
      const band = Math.exp(-((across / 0.2) ** 2));
      const lane = ramp(0.45, 0.6, noise.fbm(x * 6 + 9, y * 6, 5)) * Math.exp(-(((across + 0.02) / 0.09) ** 2));
      light.add([0.33, 0.3, 0.36], band * dust * 0.75 * (1 - 0.75 * lane));
      light.add([0.42, 0.24, 0.12], Math.exp(-((across / 0.1) ** 2)) * ramp(0.1, 0.8, y) * dust * 0.5 * (1 - lane));
      light.add([0.5, 0.3, 0.12], ramp(horizon - 0.25, horizon, y) * 0.14);
    } else if (look === 'aurora') {
      for (let k = 0; k < 3; k++) {
        const foot = 0.58 - k * 0.09 + 0.3 * (noise.fbm(x * 0.9 + k * 7, k, 3) - 0.5);
        const up = foot - y;
        const ray = 0.35 + 0.65 * noise.at((x + up * 0.14) * 26 + k * 9, 2) * noise.at(x * 5 + k, 3) * 1.7;
        const glow = up < 0 ? Math.exp(-((up / 0.014) ** 2)) : Math.exp(-up * (5 + k * 1.4));
        light.add([0.08, 0.75, 0.34], glow * ray * (0.85 - k * 0.2));
        light.add([0.36, 0.07, 0.46], up > 0 ? Math.exp(-(((up - 0.24) / 0.16) ** 2)) * ray * 0.3 : 0);
      }
    }
  });
  if (look !== 'fireworks') {
    for (let i = 0; i < 1700; i++) {
      const [x, y] = [random() * aspect, random() * horizon];
      const bright = random() ** 9;
      const tint: Rgb = [1, mix(0.85, 1, random()), mix(0.75, 1.15, random())];
      canvas.disc(x, y, mix(0.0011, 0.0026, bright), tint, { glow: true, soft: 1, cover: mix(0.25, 2.6, bright) });
      if (bright > 0.5) canvas.disc(x, y, 0.01, tint, { glow: true, soft: 1, cover: 0.16 });
    }
  } else {
    const hues = ['#ffcf5a', '#ff5a3c', '#7ab8ff', '#b77aff', '#6aff9a', '#ffffff'].map(c => colour(c));
    for (let i = 0; i < 4; i++)
      burst(
        canvas,
        random,
        aspect * mix(0.15, 0.85, random()),
        mix(0.16, 0.46, random()),
        mix(0.15, 0.3, random()),
        hues[Math.floor(random() * hues.length)]!,
        hues[Math.floor(random() * hues.length)]!,
      );
  }
  const far = (x: number): number => horizon - 0.16 * noise.ridges(x * 0.9 + 3, 5, 5);
  const near = (x: number): number =>
    horizon + 0.06 - 0.05 * noise.fbm(x * 1.4, 8, 3) - 0.03 * noise.at(x * 52, 3) * noise.at(x * 9, 4);
  const [back, front] = [blend(low, [0, 0, 0], 0.62), colour('#04060a')];
  canvas.paint((light, x, y) => {
    if (look === 'aurora' && y > horizon + 0.02 && y < near(x)) light.mix([0.03, 0.22, 0.13], 0.5);
    const crest = far(x);
    light.mix(back, ramp(crest, crest + 0.003, y));
    if (look === 'aurora')
      light.mix(
        colour('#7e93a5'),
        ramp(crest, crest + 0.003, y) * 0.35 * clamp(noise.ridges(x * 12, y * 16, 4) * 1.5 - 0.4),
      );
    const edge = near(x);
    light.mix(front, ramp(edge, edge + 0.003, y));
  });
  for (let i = 0; i < (look === 'fireworks' ? 90 : 5); i++) {
    const x = random() * aspect;
    const y = near(x) + 0.012 + random() * (look === 'fireworks' ? 0.14 : 0.04);
    canvas.disc(x, y, 0.0035, [1, 0.72, 0.36], { glow: true, soft: 1, cover: 1.6 });
    canvas.disc(x, y, 0.02, [1, 0.6, 0.25], { glow: true, soft: 1, cover: 0.18 });
  }
}

function burst(canvas: Canvas, random: () => number, x: number, y: number, size: number, tint: Rgb, tip: Rgb): void {
  canvas.disc(x, y, size * 1.2, tint, { glow: true, soft: 1, cover: 0.07 });
  for (let i = 0; i < 110; i++) {
    const turn = random() * Math.PI * 2;
    const out = size * Math.sqrt(random()) * mix(0.8, 1, random());
    const [dx, dy] = [Math.cos(turn) * out, Math.sin(turn) * out];
    for (let k = 4; k <= 20; k++) {
      const t = k / 20;
      canvas.disc(x + dx * t, y + dy * t + 0.13 * out * t * t, 0.0008 + 0.0016 * t, blend(tint, tip, t ** 2), {
        glow: true,
        soft: 1,
        cover: 0.25 + 1.2 * t * t,
      });
    }
    canvas.disc(x + dx, y + dy + 0.13 * out, 0.005, tip, { glow: true, soft: 1, cover: 0.5 });
  }
}
