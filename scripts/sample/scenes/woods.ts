import { blend, type Canvas, colour, type Rgb } from '../canvas.ts';
import { clamp, mix, Noise, ramp, seededRandom } from '../noise.ts';
import type { View } from './scene.ts';

interface Season {
  readonly fog: Rgb;
  readonly bark: Rgb;
  readonly floor: readonly Rgb[];
  readonly leaves: readonly Rgb[];
}

const seasons: Record<string, Season> = {
  summer: {
    fog: colour('#a9c77c'),
    bark: colour('#33291f'),
    floor: ['#3d5a20', '#6d8a35', '#2b3d18'].map(c => colour(c)),
    leaves: ['#7fa83a', '#a9c957', '#4d7a25', '#c8dd7c'].map(c => colour(c)),
  },
  autumn: {
    fog: colour('#e3b566'),
    bark: colour('#2c2019'),
    floor: ['#a3541d', '#c9822c', '#6b3514'].map(c => colour(c)),
    leaves: ['#e08a1e', '#f2b33c', '#c4501c', '#f6cf6a', '#8f3516'].map(c => colour(c)),
  },
  mist: {
    fog: colour('#a3b0b4'),
    bark: colour('#252a2b'),
    floor: ['#47503f', '#5e6650', '#333b31'].map(c => colour(c)),
    leaves: ['#62705c', '#7c8a74', '#4b5847'].map(c => colour(c)),
  },
  winter: {
    fog: colour('#c9d6e4'),
    bark: colour('#2d2a2b'),
    floor: ['#dfe7ef', '#f5f8fb', '#b9c7d8'].map(c => colour(c)),
    leaves: ['#f1f5fa', '#d5dfea', '#ffffff'].map(c => colour(c)),
  },
};

/** Trunks behind one another, a bright gap in the middle, leaves above and below; looks are the seasons. */
export function woods(canvas: Canvas, view: View): void {
  const random = seededRandom(view.seed);
  const noise = new Noise(view.seed + 1);
  const { aspect } = canvas;
  const season = seasons[view.look ?? 'summer'] ?? seasons.summer!;
  const gap = aspect * mix(0.3, 0.7, random());
  const ground = mix(0.6, 0.7, random());
  const glow: Rgb = blend(season.fog, [1, 0.95, 0.75], 0.4);
  const floors = season.floor;

  canvas.paint((light, x, y) => {
    const open = Math.exp(-(((x - gap) / 0.5) ** 2) - ((y - ground + 0.18) / 0.45) ** 2);
    light.set(
      blend(season.fog, season.leaves[2]!, clamp(0.75 - open * 1.1 + (noise.fbm(x * 5, y * 5, 4) - 0.5) * 0.9)),
    );
    light.add(glow, open * 0.36);
    const edge = ground + 0.03 * (noise.fbm(x * 3, 1, 3) - 0.5);
    if (y < edge) return;
    const far = 1 / (y - edge + 0.07);
    const patch = noise.fbm(x * far * 1.6, far * 4, 4);
    const fine = noise.fbm(x * 50, y * 70, 2);
    light.set(blend(floors[0]!, patch > 0.5 ? floors[1]! : floors[2]!, clamp(Math.abs(patch - 0.5) * 4)));
    light.scale(0.6 + 0.7 * fine);
    // The path of light on the ground, barred by the shadows of trunks.
    const bars = ramp(0.35, 0.65, noise.fbm((x - gap) * 3.2 * far * 0.25, 4, 2));
    light.add(glow, Math.exp(-(((x - gap) / (0.2 + (y - edge) * 0.9)) ** 2)) * 0.3 * bars);
    light.mix(season.fog, ramp(0.16, 0, y - edge) * 0.75);
  });

  for (let layer = 0; layer < 6; layer++) {
    const near = layer / 5;
    const trunks = Math.round(mix(34, 4, near ** 0.6));
    const tint = blend(season.fog, season.bark, mix(0.3, 0.98, near ** 0.7));
    for (let i = 0; i < trunks; i++) {
      const x = random() * aspect;
      if (Math.abs(x - gap) < 0.1 + near * 0.16) continue;
      trunk(
        canvas,
        noise,
        x,
        mix(ground + 0.01, 1.05, near ** 1.6),
        mix(0.005, 0.042, near ** 1.3) * mix(0.7, 1.35, random()),
        tint,
        gap,
        near,
        glow,
      );
    }
    // What grows at the feet hides where trunk and ground meet.
    for (let i = 0; i < 260; i++) {
      const y = mix(ground + 0.01, 1.05, near ** 1.6) + (random() - 0.35) * 0.03 * (0.3 + near);
      const leaf = blend(floors[Math.floor(random() * 3)]!, season.fog, 0.5 * (1 - near));
      canvas.disc(random() * aspect, y, mix(0.006, 0.022, near) * mix(0.5, 1.2, random()), leaf, {
        ratio: 0.35,
        cover: 0.75,
        soft: 0.6,
      });
    }
    const tufts = Math.round(mix(320, 900, near) * (view.look === 'winter' ? 0.35 : 1));
    for (let i = 0; i < tufts; i++) {
      const up = random() ** 1.7;
      const x = random() * aspect;
      const hole = Math.exp(-(((x - gap) / 0.3) ** 2));
      const y = up * mix(0.55, 0.3, near) * (1 - 0.6 * hole);
      const leaf = season.leaves[Math.floor(random() * season.leaves.length)]!;
      const toned = blend(blend(leaf, season.fog, 0.55 * (1 - near)), season.bark, near * 0.35 * random());
      canvas.disc(x, y, mix(0.006, 0.017, near) * mix(0.5, 1.5, random()), toned, {
        ratio: mix(0.4, 0.9, random()),
        angle: random() * 3,
        cover: 0.82,
        soft: 0.35,
      });
    }
  }
  for (let i = 0; i < 1500; i++) {
    const t = random() ** 0.7;
    const y = mix(ground + 0.03, 1.02, t);
    const leaf = blend(
      floors[Math.floor(random() * 3)]!,
      season.leaves[Math.floor(random() * season.leaves.length)]!,
      random(),
    );
    canvas.disc(random() * aspect, y, mix(0.002, 0.011, t) * mix(0.6, 1.3, random()), leaf, {
      ratio: 0.5,
      angle: random() * 3,
      cover: 0.85,
    });
  }
  for (let i = 0; i < 7; i++) {
    const x = gap + (i - 3) * 0.12;
    canvas.stroke(gap + (x - gap) * 0.3, -0.05, x + (x - gap) * 0.9, 0.95, 0.05, glow, { glow: true, cover: 0.006 });
  }
}

function trunk(
  canvas: Canvas,
  noise: Noise,
  x: number,
  foot: number,
  r: number,
  tint: Rgb,
  gap: number,
  near: number,
  glow: Rgb,
): void {
  const lean = (noise.at(x * 13, 5) - 0.5) * 0.12;
  const steps = Math.ceil((foot + 0.05) / (r * 0.22 + 0.001));
  for (let i = 0; i <= steps; i++) {
    const y = foot - (i / steps) * (foot + 0.05);
    const wide = r * (1 + 0.55 * ramp(0.1, 0, foot - y) * near) * mix(0.72, 1, y / foot);
    const at = x + lean * (foot - y) + (noise.at(x * 9, y * 3) - 0.5) * 0.02;
    const bark = 0.75 + 0.5 * noise.fbm(at * 60, y * 14, 2);
    canvas.disc(at, y, wide, [tint[0] * bark, tint[1] * bark, tint[2] * bark], { soft: 0.12 });
    if (near > 0.3)
      canvas.disc(at + wide * 0.62 * Math.sign(gap - at), y, wide * 0.32, glow, { glow: true, cover: 0.012, soft: 1 });
  }
}
