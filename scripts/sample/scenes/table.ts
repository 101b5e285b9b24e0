import { blend, type Canvas, colour, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import { bokeh } from '../sky.ts';
import type { View } from './scene.ts';

interface Ball {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly r: number;
  readonly tint: Rgb;
  readonly other: Rgb;
  readonly gloss: number;
}

const fruit: Record<string, readonly [string, string, number][]> = {
  citrus: [
    ['#f08a12', '#f7a92c', 0.35],
    ['#f4d22a', '#f7e36a', 0.3],
    ['#8fb52a', '#b9cf4a', 0.35],
  ],
  apples: [
    ['#b3201a', '#e0a030', 0.6],
    ['#c8301e', '#d8c04a', 0.6],
    ['#8aa832', '#c2c65a', 0.55],
  ],
  plums: [
    ['#3a1c46', '#6a3a66', 0.4],
    ['#52204a', '#8a4a6a', 0.4],
    ['#d88a3c', '#e8b06a', 0.2],
  ],
};

/** Fruit on a wooden table beside a window: rays cast at spheres, one soft light. */
export function table(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const kinds = fruit[view.look ?? 'citrus'] ?? fruit.citrus!;
  const balls: Ball[] = [];
  for (let tries = 0; tries < 400 && balls.length < 6; tries++) {
    const r = mix(0.36, 0.5, random());
    const [x, z] = [(random() - 0.5) * 2.9, mix(3.2, 5, random())];
    if (balls.some(b => Math.hypot(b.x - x, b.z - z) < b.r + r)) continue;
    const [tint, other, gloss] = kinds[Math.floor(random() * kinds.length)]!;
    balls.push({ x, y: r, z, r, tint: colour(tint), other: colour(other), gloss });
  }
  const sun = normal(-0.75, 0.85, -0.35 + random() * 0.3);
  const walls = (view.hour === 'overcast' ? ['#5d6a70', '#9aa5a6'] : ['#6a5a48', '#d9c49a']).map(c => colour(c));
  const plank = [colour('#6d4526'), colour('#a5733f')] as const;
  canvas.paint((light, x, y) => {
    const t = Math.exp(-(((x - aspect * 0.12) / 0.5) ** 2) - ((y - 0.12) / 0.5) ** 2);
    light.set(blend(walls[0]!, walls[1]!, clamp(t * 1.1 + noise.fbm(x * 1.5, y * 1.5, 2) * 0.35)));
    light.scale(0.62);
  });
  bokeh(canvas, random, 14, [walls[1]!, colour('#fff3d8')], { from: 0.05, to: 0.12, strength: 0.3, bottom: 0.4 });
  const eye = [0, 1.65, -0.2] as const;
  const slope = -0.3;
  canvas.paint((light, px, py) => {
    const d = normal((px - aspect / 2) * 1.05, (0.5 - py) * 1.05 + slope, 1.25);
    let near = Number.POSITIVE_INFINITY;
    let hit: Ball | undefined;
    for (const ball of balls) {
      const t = cast(eye, d, ball);
      if (t > 0 && t < near) {
        near = t;
        hit = ball;
      }
    }
    const floor = d[1] < 0 ? -eye[1] / d[1] : Number.POSITIVE_INFINITY;
    if (hit) {
      const [x, y, z] = [eye[0] + d[0] * near, eye[1] + d[1] * near, eye[2] + d[2] * near];
      let [nx, ny, nz] = [(x - hit.x) / hit.r, (y - hit.y) / hit.r, (z - hit.z) / hit.r];
      const turn = hit.x * 40;
      const bump =
        noise.at(nx * 34 + turn, ny * 34 + nz * 31) - noise.at(nx * 34 + turn + 0.5, ny * 34 + nz * 31 + 0.5);
      nx += bump * 0.09;
      ny += bump * 0.09;
      const skin =
        noise.fbm(nx * 1.7 + turn, ny * 1.1 + nz * 1.4, 2) * 0.7 + noise.fbm(nx * 14 + turn, ny * 5, 2) * 0.3;
      const face = nx * sun[0] + ny * sun[1] + nz * sun[2];
      const shadow = shaded(balls, x, y, z, sun, hit);
      const body = blend(hit.tint, hit.other, ramp(0.4, 0.85, skin) * 0.75);
      light.set(body);
      const bounce = clamp(0.4 - ny * 0.4) * ramp(0, 0.3, y);
      light.scale(0.1 + 1.15 * clamp(face * 0.9 + 0.1) * shadow + 0.1 * clamp(ny));
      light.add([plank[1][0] * body[0] * 2, plank[1][1] * body[1] * 2, plank[1][2] * body[2] * 2], bounce * 0.5);
      const half = normal(sun[0] - d[0], sun[1] - d[1], sun[2] - d[2]);
      const shine = clamp(nx * half[0] + ny * half[1] + nz * half[2]);
      light.add([1, 0.97, 0.9], (shine ** 60 * 0.9 + shine ** 9 * 0.08) * hit.gloss * shadow);
      light.add(walls[1]!, (1 + d[0] * nx + d[1] * ny + d[2] * nz) ** 4 * 0.12);
    } else if (floor < 40) {
      const [x, z] = [eye[0] + d[0] * floor, eye[2] + d[2] * floor];
      const board = Math.floor(x * 1.5 + 40);
      const seam = Math.abs(x * 1.5 + 40 - board - 0.5);
      const rings = noise.fbm(x * 5 + board * 9, z * 0.5 + board * 3, 4);
      const fibre = noise.fbm(x * 60, z * 3 + board, 3);
      light.set(blend(plank[0], plank[1], clamp(0.5 + Math.sin(rings * 34) * 0.28 + (fibre - 0.5) * 0.9)));
      light.scale(mix(1, 0.35, ramp(0.485, 0.498, seam)) * (0.75 + 0.4 * noise.at(board * 5.3, 1)));
      const shadow = shaded(balls, x, 0, z, sun, undefined);
      let contact = 1;
      for (const b of balls) contact *= mix(0.35, 1, ramp(0.1, 1.15, Math.hypot(b.x - x, b.z - z) / b.r));
      light.scale((0.16 + 0.8 * shadow) * contact * clamp(1.15 - 0.13 * Math.hypot(x + 0.8, z - 4), 0.45, 2));
      light.add([1, 0.95, 0.85], 0.05 * ramp(0.4, 0.7, fibre) * shadow);
      light.mix([walls[0]![0] * 0.62, walls[0]![1] * 0.58, walls[0]![2] * 0.52], ramp(5.2, 9.5, z));
    }
  });
}

type Vector = readonly [number, number, number];

function normal(x: number, y: number, z: number): Vector {
  const k = 1 / Math.hypot(x, y, z);
  return [x * k, y * k, z * k];
}

/** Distance along the ray to the sphere, or -1. */
function cast(o: Vector, d: Vector, b: Ball): number {
  const [x, y, z] = [o[0] - b.x, o[1] - b.y, o[2] - b.z];
  const along = x * d[0] + y * d[1] + z * d[2];
  const inside = along * along - (x * x + y * y + z * z - b.r * b.r);
  return inside < 0 ? -1 : -along - Math.sqrt(inside);
}

/** 0 in full shadow, 1 in the light: how far the ray to the light passes by each sphere. */
function shaded(balls: readonly Ball[], x: number, y: number, z: number, sun: Vector, self: Ball | undefined): number {
  let open = 1;
  for (const b of balls) {
    if (b === self) continue;
    const [dx, dy, dz] = [b.x - x, b.y - y, b.z - z];
    const along = dx * sun[0] + dy * sun[1] + dz * sun[2];
    if (along < 0) continue;
    const off = Math.sqrt(Math.max(0, dx * dx + dy * dy + dz * dz - along * along));
    open = Math.min(open, ramp(b.r * (1 - 0.22 * along), b.r * (1 + 0.22 * along), off));
  }
  return open;
}
