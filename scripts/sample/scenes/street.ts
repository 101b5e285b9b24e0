import { blend, type Canvas, colour, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import type { View } from './scene.ts';

const paints = ['#c8452f', '#e2a63a', '#3f7d8c', '#e8d9b8', '#7a9a52', '#d98a7a', '#4a5f9a', '#b5603a', '#efe6d2'].map(
  c => colour(c),
);
const shutters = ['#2f5a4a', '#2c4a6a', '#6a2f26', '#f0ead8', '#3c3a36'].map(c => colour(c));

interface House {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly paint: Rgb;
  readonly shutter: Rgb;
  readonly columns: number;
  readonly floors: number;
}

/** Painted houses in a row, the sun slanting across them; look `canal` puts water at their feet. */
export function street(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const foot = view.look === 'canal' ? 0.74 : 0.9;
  const houses: House[] = [];
  let from = -random() * 0.2;
  let last = -1;
  while (from < aspect) {
    const wide = mix(0.26, 0.44, random());
    let pick = Math.floor(random() * paints.length);
    if (pick === last) pick = (pick + 1) % paints.length;
    last = pick;
    houses.push({
      from,
      to: from + wide,
      top: mix(0.05, 0.22, random()),
      paint: paints[pick]!,
      shutter: shutters[Math.floor(random() * shutters.length)]!,
      columns: wide > 0.34 ? 3 : 2,
      floors: 3,
    });
    from += wide;
  }
  const sunny = view.hour === 'overcast' ? 0.35 : 1;
  const warm: Rgb = view.hour === 'golden' ? [1.18, 0.95, 0.7] : [1.05, 1, 0.93];
  const slant = mix(0.35, 0.8, random());
  const shade = (x: number, y: number): number =>
    ramp(-0.012, 0.012, y - 0.16 - (aspect - x) * slant * 0.42 - 0.02 * Math.sign(Math.sin(x * 14)));
  const wall = (x: number, y: number): Rgb => {
    const house = houses.find(h => x < h.to) ?? houses[houses.length - 1]!;
    if (y < house.top) {
      const up = clamp(y / 0.3);
      return blend(colour('#5f97cf'), colour('#b9d5e6'), up);
    }
    const u = (x - house.from) / (house.to - house.from);
    const v = (y - house.top) / (foot - house.top);
    const plaster = noise.fbm(x * 9, y * 9, 5);
    const stain = noise.fbm(x * 26, y * 3.5, 3);
    let tone: Rgb = blend(
      house.paint,
      [house.paint[0] * 0.55, house.paint[1] * 0.55, house.paint[2] * 0.58],
      clamp((plaster - 0.42) * 1.7 + (stain - 0.55) * 1.2 + ramp(0.86, 1, v) * 0.5),
    );
    if (noise.fbm(x * 6 + 3, y * 6 + house.from * 9, 4) > 0.66 - ramp(0.8, 1, v) * 0.12)
      tone = blend(colour('#a5765a'), colour('#8a8078'), noise.at(x * 60, y * 110));
    let light = mix(1, 0.36, 1 - (1 - shade(x, y)) * sunny);
    if (v < 0.035) {
      tone = colour('#8a4a2e');
      light *= 0.6 + 0.6 * Math.abs(Math.sin(x * 230));
    } else if (v < 0.06) light *= 0.5;
    const cu = u * house.columns;
    const cv = (v - 0.08) * house.floors * 1.08;
    const [fx, fy] = [cu - Math.floor(cu) - 0.5, cv - Math.floor(cv) - 0.5];
    const last = Math.floor(cv) >= house.floors - 1;
    const middle = last && Math.floor(cu) === Math.floor(house.columns / 2);
    const [halfX, halfY] = middle ? [0.17, 0.5] : [0.13, 0.3];
    const open = noise.at(Math.floor(cu) * 7.7 + house.from * 31, Math.floor(cv) * 3.3) > 0.3;
    if (cv > 0 && Math.floor(cv) < house.floors && Math.abs(fy) < halfY + 0.04 && Math.abs(fx) < halfX + 0.03) {
      if (Math.abs(fx) > halfX || Math.abs(fy) > halfY) tone = colour('#e6dfd0');
      else if (middle) {
        tone = blend(house.shutter, [0, 0, 0], 0.35);
        light *= Math.abs(fx) < 0.008 ? 0.4 : 0.9 + 0.2 * noise.at(x * 160, y * 12);
      } else if (open) {
        const bar = Math.abs(fx) < 0.009 || Math.abs(fy + 0.06) < 0.012;
        tone = bar
          ? colour('#e2dccb')
          : blend(colour('#161d24'), colour('#8fb0c8'), clamp(noise.fbm(x * 7, y * 5, 2) * 1.3 - 0.35 + fy * -0.4));
      } else {
        tone = house.shutter;
        light *= 0.72 + 0.4 * Math.abs(Math.sin(fy * 95));
      }
      if (fy < -halfY + 0.05) light *= 0.6;
    } else if (
      open &&
      !middle &&
      cv > 0 &&
      Math.floor(cv) < house.floors &&
      Math.abs(fy) < halfY &&
      Math.abs(fx) < halfX + 0.15 &&
      Math.abs(fx) > halfX + 0.03
    ) {
      tone = house.shutter;
      light *= 0.72 + 0.4 * Math.abs(Math.sin(fy * 95));
    } else if (
      !last &&
      cv > 0 &&
      Math.abs(fy - 0.4) < 0.06 &&
      Math.abs(fx) < 0.22 &&
      noise.at(Math.floor(cu) * 5.1 + house.from * 17, Math.floor(cv) * 9.9) > 0.45
    ) {
      const bloom = noise.at(x * 150, y * 150);
      tone = bloom > 0.6 ? colour('#d83a4a') : bloom > 0.4 ? colour('#4a7a30') : colour('#2c4a20');
    }
    if (u < 0.012 || u > 0.988) light *= 0.7;
    return [tone[0] * light * warm[0], tone[1] * light * warm[1], tone[2] * light * warm[2]];
  };
  canvas.paint((light, x, y) => {
    if (y < foot) {
      light.set(wall(x, y));
      return;
    }
    const down = y - foot;
    if (view.look === 'canal') {
      const far = 1 / (down + 0.1);
      const wave = noise.fbm(x * 7 * far * 0.2, far * 9, 3) - 0.5;
      if (down < 0.025) {
        light.set(colour('#6a6258'));
        light.scale(0.6 + 0.5 * noise.fbm(x * 30, y * 60, 3));
        return;
      }
      light.set(wall(clamp(x + wave * 0.12, 0, aspect), foot - down * 1.6 + wave * 0.16));
      light.scale(0.62);
      light.mix(colour('#123a36'), clamp(0.3 + wave * 0.9 + down * 0.4));
      return;
    }
    const stone = noise.at(Math.floor(x * 26 + (Math.floor(y * 60) % 2) * 0.5) * 3.1, Math.floor(y * 60) * 7.7);
    light.set(blend(colour('#6f675d'), colour('#a39a8c'), stone * 0.6 + 0.4 * noise.fbm(x * 40, y * 60, 3)));
    light.scale(0.42 * (0.7 + down * 2));
  });
}

/** Under water: shafts of light, a reef, fish. */
export function reef(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const [top, deep] = [colour('#3aa9d6'), colour('#04315e')];
  const sun = aspect * mix(0.3, 0.7, random());
  const floor = (x: number): number =>
    0.86 - 0.28 * noise.fbm(x * 1.6, 4, 4) * (0.3 + Math.abs(x / aspect - 0.5) * 1.6);
  canvas.paint((light, x, y) => {
    light.set(blend(top, deep, clamp(y * 1.15)));
    const ray = noise.fbm(((x - sun) / (y + 0.35)) * 5 + 20, 1, 3);
    light.add([0.5, 0.85, 0.95], ramp(0.48, 0.8, ray) * (1 - y) ** 1.4 * 0.75);
    light.add([0.8, 0.95, 1], Math.exp(-(((x - sun) / 0.3) ** 2) - (y / 0.22) ** 2) * 0.9);
    const edge = floor(x);
    if (y < edge) return;
    const lump = noise.ridges(x * 9, y * 11, 5);
    const hue = noise.fbm(x * 3.4, y * 3.4, 2);
    light.mix(
      blend(hue > 0.5 ? colour('#9a5a6a') : colour('#5a7a5a'), colour('#c9a46a'), clamp(lump * 1.3 - 0.3)),
      0.62,
    );
    light.scale(0.3 + lump * 0.95);
    light.mix(deep, ramp(0.1, 0, y - edge) * 0.3);
  });
  const coats = ['#f2c230', '#f07a2a', '#e8eef2', '#4ac0e8'].map(c => colour(c));
  const turn = random() < 0.5 ? -1 : 1;
  for (let i = 0; i < 46; i++) {
    const size = mix(0.008, 0.045, random() ** 2.4);
    const [x, y] = [random() * aspect, mix(0.2, 0.75, random())];
    const coat = blend(coats[Math.floor(random() ** 1.5 * coats.length)]!, deep, clamp(0.75 - size * 15));
    canvas.disc(x, y, size, coat, { ratio: 0.46, soft: 0.2 });
    canvas.disc(x, y + size * 0.16, size * 0.9, blend(coat, deep, 0.5), { ratio: 0.26, soft: 0.9, cover: 0.7 });
    for (const up of [-1, 1])
      canvas.disc(x - turn * size * 1.12, y + up * size * 0.2, size * 0.36, coat, {
        ratio: 0.45,
        angle: -up * turn * 0.7,
        soft: 0.3,
      });
    canvas.disc(x + turn * size * 0.62, y - size * 0.08, size * 0.1, [0.01, 0.01, 0.02]);
    if (size > 0.015)
      canvas.disc(x + turn * size * 0.25, y, size * 0.4, blend(coat, [1, 1, 1], 0.5), {
        ratio: 1,
        soft: 0.6,
        cover: 0.25,
      });
  }
}
