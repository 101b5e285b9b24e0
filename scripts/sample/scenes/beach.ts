import { blend, type Canvas, colour } from '../canvas.ts';
import { clamp, Noise, ramp, seededRandom } from '../noise.ts';
import type { View } from './scene.ts';

/** A shore from above: deep water, foam, wet sand, dry sand, and a few parasols. */
export function beach(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const warm = view.hour === 'golden' || view.hour === 'sunset';
  const deep = colour(warm ? '#0f5566' : '#0a5f86');
  const clear = colour(warm ? '#3fa39c' : '#39c2c4');
  const sand = colour(warm ? '#dcae76' : '#e8d3a8');
  const wet = colour(warm ? '#9c754b' : '#b59b72');
  const foam = colour('#f8fbfa');
  const angle = (random() - 0.5) * 1.1;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const shore = 0.5 + (random() - 0.5) * 0.16;

  canvas.paint((light, x, y) => {
    const along = (x - aspect / 2) * cos + (y - 0.5) * sin;
    const across = (y - 0.5) * cos - (x - aspect / 2) * sin + shore;
    const bend = 0.12 * (noise.fbm(along * 1.5 + 5, 2, 3) - 0.5) + 0.03 * (noise.fbm(along * 7, 8, 3) - 0.5);
    const d = across - 0.5 - bend;
    if (d < 0) {
      const bed = noise.fbm(along * 3.5, across * 6, 4);
      light.set(blend(deep, clear, clamp(1 + d * 2.4 + (bed - 0.5) * 0.5)));
      light.mix(sand, clamp(0.55 + d * 6) * 0.6);
      const net = noise.ridges(along * 13 + bed * 2, across * 17, 3);
      light.add([0.7, 0.9, 0.85], ramp(0.62, 0.95, net) * 0.16);
      for (let k = 0; k < 3; k++) {
        const crest = -0.05 - k * 0.13 + 0.05 * (noise.fbm(along * 2.4, k * 7, 3) - 0.5);
        const behind = crest - d;
        const body = ramp(-0.012, 0.004, behind) * ramp(0.075 - k * 0.012, 0, behind);
        const lace = ramp(0.36, 0.62, noise.ridges(along * 15, across * 24 + k, 4) + ramp(0.03, 0, behind) * 0.28);
        light.mix(foam, clamp(body * lace * (0.95 - k * 0.28)));
      }
    } else {
      const fine = noise.fbm(along * 60, across * 60, 2);
      const dunes = noise.fbm(along * 5, across * 9, 4);
      light.set(blend(wet, sand, ramp(0.015, 0.13, d + (dunes - 0.5) * 0.05)));
      light.scale(0.84 + 0.18 * fine + 0.14 * dunes);
      light.mix(foam, ramp(0.02, 0, d) * ramp(0.4, 0.6, noise.ridges(along * 15, across * 24, 4) + 0.12) * 0.9);
    }
  });
  const hues = ['#d9483b', '#f2b632', '#f5f1e6', '#2f7fb0', '#e98b6d'].map(c => colour(c));
  const parasols = view.look === 'empty' ? 0 : 3 + Math.floor(random() * 8);
  for (let i = 0; i < parasols; i++) {
    const along = (random() - 0.5) * aspect * 0.95;
    const across = 0.22 + random() * 0.26;
    const x = aspect / 2 + along * cos - (across - shore + 0.5) * sin;
    const y = 0.5 + along * sin + (across - shore + 0.5) * cos;
    const r = 0.026 + random() * 0.006;
    const hue = hues[Math.floor(random() * hues.length)]!;
    canvas.disc(x + r * 0.9, y + r * 0.7, r * 1.05, colour('#54422c'), { cover: 0.5, soft: 0.3 });
    canvas.disc(x, y, r, hue, { soft: 0.06 });
    for (let k = 0; k < 4; k++) {
      const turn = (k / 4) * Math.PI * 2 + i;
      canvas.stroke(
        x,
        y,
        x + Math.cos(turn) * r * 0.9,
        y + Math.sin(turn) * r * 0.9,
        r * 0.1,
        blend(hue, [1, 1, 1], 0.75),
        { cover: 0.8 },
      );
    }
    canvas.disc(x - r * 0.25, y - r * 0.3, r * 0.6, [1, 1, 1], { cover: 0.22, soft: 1 });
    canvas.disc(x + r * 1.9, y + r * 0.4, r * 0.75, hues[(i + 2) % hues.length]!, { ratio: 0.4, angle: angle + 0.6 });
  }
}
