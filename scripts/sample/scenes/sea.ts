import { blend, type Canvas, colour } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import { palettes, sky } from '../sky.ts';
import type { View } from './scene.ts';

const black = colour('#0b0a0d');

/** Open water under a low or a high sun; looks: `people` on the shore, `boat`, `rocks`. */
export function sea(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const look = view.look ?? '';
  const { aspect } = canvas;
  const low = view.hour === 'sunset' || view.hour === 'golden' || view.hour === 'dusk' || view.hour === 'dawn';
  const horizon = mix(0.42, 0.58, random());
  const sunX = aspect * mix(0.25, 0.75, random());
  const sunY = horizon - (low ? mix(0.03, 0.12, random()) : 0.6);
  const above = sky(view.seed + 2, view.hour, sunX, sunY, horizon);
  const palette = palettes[view.hour];
  const deep = low ? blend(palette.top, colour('#07131d'), 0.6) : colour('#0d4a63');
  const shallow = low ? blend(palette.middle, deep, 0.5) : colour('#1b7f8d');
  const shore = look.includes('people') ? 0.86 : 2;
  const wet = low ? blend(palette.horizon, colour('#2a1c18'), 0.72) : colour('#8d7a5f');
  const rocky = look.includes('rocks');

  canvas.paint((light, x, y) => {
    if (y < horizon) {
      above(light, x, y);
      return;
    }
    const down = y - horizon;
    const edge = shore + 0.03 * (noise.fbm(x * 2.2, 3, 3) - 0.5) - 0.05 * (x / aspect - 0.5);
    const far = 1 / (down + 0.012);
    const u = (x - aspect / 2) * far * 1.7 + 50;
    const v = far * 5.2;
    const swell = noise.fbm(u * 0.45, v * 0.9, 3);
    const chop = noise.fbm(u * 2.3 + swell * 2, v * 3.1, 3);
    const tilt = (swell - 0.5) * 1.1 + (chop - 0.5) * 1.2;
    // What the water mirrors: the sky as high above the horizon as the wave is tilted.
    above(light, x, horizon - Math.max(0.012, 0.08 + down * 0.5 + tilt * 0.22));
    if (light.r > 1.2) light.scale(0.8 / light.r);
    const mirror = clamp(mix(0.85, 0.34, clamp(down * 2.6)) + tilt * 0.55);
    const body = blend(deep, shallow, clamp(0.35 + tilt * 1.4 + down * 0.4));
    light.mix(body, 1 - mirror);
    const path = (low ? 1 : 0.25) * Math.exp(-(((x - sunX) / (0.035 + down * 0.4)) ** 2));
    const spark = ramp(0.54, 0.74, chop * 0.6 + swell * 0.45);
    light.add(palette.sun, path * spark * (low ? 1.9 : 0.5) * (1 - 0.5 * down) + path * 0.1);
    if (!low) light.mix(colour('#eef5f4'), ramp(0.7, 0.78, swell) * ramp(0.5, 0.7, chop) * 0.7);
    if (y > edge - 0.05) {
      const foam =
        ramp(edge - 0.035, edge, y) *
        ramp(0.42, 0.62, noise.ridges(x * 9, y * 26, 4) + ramp(edge - 0.014, edge - 0.002, y) * 0.3);
      light.mix(blend(palette.horizon, [1, 1, 1], 0.45), foam * 0.75);
      const sand = ramp(edge - 0.004, edge + 0.008, y);
      const grain = noise.fbm(x * 40, y * 90, 3);
      light.mix(blend(wet, palette.horizon, clamp(0.34 - (y - edge) * 2.2)), sand * (0.8 + 0.2 * grain));
    }
    if (rocky) {
      const hump = 0.93 - 0.34 * ramp(0.5, 0.95, noise.fbm(x * 1.5 + 4, 2, 4)) - 0.05 * noise.ridges(x * 8, 1, 4);
      if (y > hump) {
        const crack = noise.ridges(x * 16, y * 22, 5) - noise.ridges(x * 16 + 0.3, y * 22 - 0.3, 5);
        light.set(blend(colour('#3b342f'), palette.horizon, 0.1));
        light.scale(clamp(0.5 + crack * 1.8 + ramp(0.06, 0, y - hump) * 0.35, 0.12, 1.5));
      }
    }
  });
  if (look.includes('boat'))
    sail(canvas, aspect * mix(0.25, 0.75, random()), horizon + 0.018, mix(0.09, 0.15, random()));
  if (look.includes('people')) {
    const middle = aspect * mix(0.35, 0.65, random());
    const group = [0.3, 0.27, 0.15, 0.28].slice(0, 2 + Math.floor(random() * 3));
    let x = middle - group.length * 0.05;
    for (const size of group) {
      person(canvas, x, 0.93, size * 0.95, random);
      x += 0.075 + size * 0.12;
    }
  }
}

function sail(canvas: Canvas, x: number, y: number, size: number): void {
  const hull = colour('#201a1c');
  for (let i = 0; i < 40; i++) {
    const t = i / 39;
    canvas.stroke(
      x + size * 0.03,
      y - size * (0.1 + t * 0.9),
      x + size * (0.03 + 0.42 * (1 - t)),
      y - size * (0.1 + t * 0.9),
      size * 0.022,
      colour('#fffaf0'),
    );
    canvas.stroke(
      x - size * 0.02,
      y - size * (0.1 + t * 0.72),
      x - size * (0.02 + 0.26 * (1 - t)),
      y - size * (0.1 + t * 0.72),
      size * 0.02,
      colour('#e6dccf'),
    );
  }
  canvas.disc(x + size * 0.05, y, size * 0.34, hull, { ratio: 0.16 });
}

/** Somebody against the light: standing, feet at (`x`, `y`), `size` tall. */
export function person(canvas: Canvas, x: number, y: number, size: number, random: () => number): void {
  const s = size;
  const limb = (a: number, b: number, c: number, d: number, r: number): void => {
    for (let i = 0; i <= 16; i++)
      canvas.disc(x + (a + ((c - a) * i) / 16) * s, y - (b + ((d - b) * i) / 16) * s, r * s, black, { soft: 0.12 });
  };
  const swing = (random() - 0.5) * 0.16;
  const skirt = random() < 0.45;
  canvas.disc(x, y + s * 0.012, s * 0.24, black, { ratio: 0.07, soft: 1, cover: 0.6 });
  limb(-0.035 - Math.abs(swing) * 0.5, 0.015, -0.022, 0.47, 0.034);
  limb(0.03 + Math.abs(swing) * 0.3, 0.015, 0.022, 0.47, 0.034);
  if (skirt)
    for (let i = 0; i <= 14; i++)
      canvas.disc(x + swing * 0.2 * s * (1 - i / 14), y - s * (0.27 + i * 0.02), s * (0.1 - i * 0.0026), black, {
        ratio: 0.5,
        soft: 0.2,
      });
  for (let i = 0; i <= 18; i++)
    canvas.disc(
      x,
      y - s * (0.46 + i * 0.0178),
      s * (0.066 + 0.028 * Math.abs(i / 18 - 0.3) + (i > 15 ? -0.02 * (i - 15) : 0)),
      black,
      { ratio: 0.5, soft: 0.15 },
    );
  limb(-0.075, 0.75, -0.1 - Math.abs(swing) * 0.4, 0.6, 0.024);
  limb(-0.1 - Math.abs(swing) * 0.4, 0.6, -0.085 + swing * 0.3, 0.45, 0.019);
  limb(0.075, 0.75, 0.1 + Math.abs(swing) * 0.3, 0.6, 0.024);
  limb(0.1 + Math.abs(swing) * 0.3, 0.6, 0.11 + swing * 0.4, 0.45, 0.019);
  limb(0, 0.76, 0, 0.85, 0.026);
  canvas.disc(x, y - s * 0.925, s * 0.058, black, { ratio: 1.22, soft: 0.12 });
  if (random() < 0.5) canvas.disc(x - s * 0.012, y - s * 0.9, s * 0.068, black, { ratio: 1.3, soft: 0.3 });
}
