import { blend, type Canvas, colour, type Light, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import { bokeh, palettes, sky } from '../sky.ts';
import type { View } from './scene.ts';

const lamps = ['#ffb45a', '#ffd9a0', '#ff7a3c', '#fff1d6', '#ff4a3a', '#7ec8ff', '#5ad1a8'].map(c => colour(c));

/** Towers at nightfall and their lights in the water. */
export function skyline(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { width, height, aspect } = canvas;
  const shore = mix(0.62, 0.7, random());
  const above = sky(view.seed + 2, view.hour, aspect * mix(0.2, 0.8, random()), shore + 0.05, shore);
  const palette = palettes[view.hour];
  const layers = [0, 1, 2].map(depth => {
    const tops = new Float32Array(width).fill(shore);
    const ids = new Int16Array(width);
    let x = -0.05;
    let id = depth * 100;
    while (x < aspect) {
      const wide = mix(0.028, 0.085, random()) * (1 + depth * 0.15);
      const hump = Math.exp(-(((x - aspect * 0.55) / (aspect * 0.3)) ** 2));
      const tall = mix(0.05, 0.17, random()) + hump * random() ** 2 * (0.36 - depth * 0.1);
      const step = random() < 0.35 ? wide * 0.25 : 0;
      for (let c = Math.max(0, Math.floor(x * height)); c < Math.min(width, (x + wide) * height); c++) {
        const inset = Math.min(c / height - x, x + wide - c / height) < step ? 0.72 : 1;
        tops[c] = shore - tall * inset;
        ids[c] = id;
      }
      if (random() < 0.3) {
        const c = Math.floor((x + wide / 2) * height);
        for (let k = -1; k <= 1; k++) if (c + k >= 0 && c + k < width) tops[c + k] = tops[c + k]! - 0.05;
      }
      x += wide + (random() < 0.3 ? random() * 0.03 : 0);
      id++;
    }
    return { tops, ids, tint: blend(blend(palette.horizon, palette.top, 0.5), colour('#0c111c'), 0.4 + depth * 0.26) };
  });
  const town = (light: Light, x: number, y: number): void => {
    const column = clamp(Math.floor(x * height), 0, width - 1);
    for (let k = layers.length - 1; k >= 0; k--) {
      const layer = layers[k]!;
      if (y < layer.tops[column]!) continue;
      const id = layer.ids[column]!;
      light.set(layer.tint);
      light.scale(0.7 + 0.5 * noise.at(id * 3.3, 1));
      const cell = 0.0078 + 0.003 * noise.at(id, 4);
      const [u, v] = [x / cell, (y - layer.tops[column]!) / (cell * 1.25)];
      const [fu, fv] = [u - Math.floor(u), v - Math.floor(v)];
      const lit = noise.at(Math.floor(u) * 7.13 + id, Math.floor(v) * 5.71 + id * 2);
      const inside = ramp(0.15, 0.3, fu) * ramp(0.85, 0.7, fu) * ramp(0.2, 0.35, fv) * ramp(0.85, 0.7, fv);
      if (v > 1 && lit > 0.62) light.add(lamps[Math.floor(lit * 400) % 4]!, inside * (0.3 + 1.5 * (lit - 0.62) * 3));
      light.mix(palette.horizon, ramp(shore - 0.16, shore, y) * 0.2 * (1 - k * 0.2));
      return;
    }
    above(light, x, y);
  };
  canvas.paint((light, x, y) => {
    if (y < shore) {
      town(light, x, y);
      return;
    }
    const down = y - shore;
    const far = 1 / (down + 0.02);
    const wave = noise.fbm(x * far * 0.5 + 9, far * 6, 3) - 0.5;
    // Long vertical smears: every wave mirrors a little further up.
    light.set([0, 0, 0]);
    const sum = new Array<number>(3).fill(0);
    for (let i = 0; i < 3; i++) {
      town(light, x + wave * down * 0.12, shore - 0.004 - down * (0.55 + i * 0.3) + wave * 0.09);
      sum[0]! += light.r;
      sum[1]! += light.g;
      sum[2]! += light.b;
    }
    light.set([sum[0]! / 3, sum[1]! / 3, sum[2]! / 3]);
    light.scale(0.78 - down * 0.6 + wave * 0.5);
  });
  for (let i = 0; i < 46; i++) {
    const x = random() * aspect;
    const lamp = lamps[Math.floor(random() * lamps.length)]!;
    canvas.disc(x, shore - 0.004, 0.004, lamp, { glow: true, cover: 2, soft: 1 });
    canvas.disc(x, shore - 0.004, 0.02, lamp, { glow: true, cover: 0.25, soft: 1 });
    for (let k = 0; k < 26; k++) {
      const down = (k / 26) ** 1.3 * 0.22;
      canvas.disc(x + (random() - 0.5) * 0.008 * (1 + down * 12), shore + 0.008 + down, 0.004 + down * 0.05, lamp, {
        glow: true,
        ratio: 0.3,
        cover: 0.5 * (1 - down * 4),
        soft: 1,
      });
    }
  }
}

/** A street at night, out of focus; look `rain` adds drops on the glass, `tree` is for Christmas. */
export function lights(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const festive = view.look === 'tree';
  const base: readonly [Rgb, Rgb] = festive
    ? [colour('#1c2a14'), colour('#3a1a10')]
    : [colour('#0a1020'), colour('#2b1a20')];
  canvas.paint((light, x, y) => {
    light.set(blend(base[0], base[1], clamp(noise.fbm(x * 1.6, y * 1.6, 2) * 1.4 - 0.2)));
    light.add(lamps[0]!, 0.1 * Math.exp(-(((y - 0.62) / 0.2) ** 2)));
  });
  bokeh(canvas, random, 70, lamps, { from: 0.02, to: 0.05, strength: 0.35, top: 0.25, bottom: 0.75 });
  bokeh(canvas, random, festive ? 120 : 60, festive ? lamps.slice(0, 5) : lamps, {
    from: 0.035,
    to: 0.1,
    strength: 0.7,
    top: festive ? 0 : 0.3,
    bottom: festive ? 1 : 0.8,
  });
  if (view.look === 'rain') {
    for (let i = 0; i < 420; i++) {
      const [x, y, r] = [random() * aspect, random(), mix(0.003, 0.02, random() ** 3)];
      canvas.disc(x, y, r, [0.01, 0.01, 0.015], { cover: 0.4, soft: 0.4, ratio: 1.15 });
      canvas.disc(x, y + r * 0.3, r * 0.72, lamps[Math.floor(random() * lamps.length)]!, {
        glow: true,
        cover: 0.22,
        soft: 0.7,
      });
      canvas.disc(x - r * 0.25, y - r * 0.4, r * 0.22, [1, 1, 1], { glow: true, cover: 0.8, soft: 0.8 });
    }
  } else if (festive) {
    for (let i = 0; i < 3; i++)
      bauble(
        canvas,
        random,
        aspect * (0.25 + i * 0.26),
        mix(0.42, 0.66, random()),
        mix(0.11, 0.16, random()),
        lamps[i * 2]!,
      );
  } else {
    // A car's tail lights and the wet road.
    for (let i = 0; i < 300; i++)
      canvas.disc(
        random() * aspect,
        0.78 + random() * 0.25,
        mix(0.01, 0.04, random()),
        lamps[Math.floor(random() * 5)]!,
        { glow: true, ratio: 0.16, cover: 0.09, soft: 1 },
      );
  }
}

function bauble(canvas: Canvas, random: () => number, x: number, y: number, r: number, tint: Rgb): void {
  canvas.stroke(x, y - r, x + (random() - 0.5) * 0.04, -0.05, 0.002, colour('#c9b27a'));
  canvas.disc(x, y, r, blend(tint, [0, 0, 0], 0.82), { soft: 0.03 });
  for (let i = 0; i < 8; i++)
    canvas.disc(x - r * 0.05 * i, y - r * 0.05 * i, r * (0.92 - i * 0.09), tint, { cover: 0.12, soft: 1 });
  for (let i = 0; i < 14; i++) {
    const turn = random() * Math.PI * 2;
    const out = random() * 0.75;
    canvas.disc(x + Math.cos(turn) * out * r, y + Math.sin(turn) * out * r, r * 0.06 * random(), lamps[i % 5]!, {
      glow: true,
      cover: 0.7,
      soft: 0.7,
    });
  }
  canvas.disc(x - r * 0.38, y - r * 0.42, r * 0.17, [1, 1, 1], { glow: true, cover: 0.75, soft: 0.9 });
  canvas.disc(x, y - r * 1.02, r * 0.16, colour('#b79a55'), { ratio: 0.7 });
}
