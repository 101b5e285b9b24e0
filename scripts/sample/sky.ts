import { type Canvas, colour, type Light, type Rgb } from './canvas.ts';
import { clamp, mix, Noise, ramp } from './noise.ts';

export type Hour = 'dawn' | 'morning' | 'noon' | 'golden' | 'sunset' | 'dusk' | 'overcast' | 'storm' | 'winter';

interface Palette {
  readonly top: Rgb;
  readonly middle: Rgb;
  readonly horizon: Rgb;
  readonly sun: Rgb;
  readonly lit: Rgb;
  readonly shade: Rgb;
  /** 0 clear, 1 closed. */
  readonly cloud: number;
}

const p = (
  top: string,
  middle: string,
  horizon: string,
  sun: string,
  lit: string,
  shade: string,
  cloud: number,
): Palette => ({
  top: colour(top),
  middle: colour(middle),
  horizon: colour(horizon),
  sun: colour(sun),
  lit: colour(lit),
  shade: colour(shade),
  cloud,
});

export const palettes: Record<Hour, Palette> = {
  dawn: p('#5d7ea8', '#b3b4c4', '#f3c9a5', '#ffd9a8', '#f7d9c6', '#9a93ab', 0.42),
  morning: p('#3f7fc4', '#84b4de', '#d8e6ec', '#fff3d6', '#ffffff', '#a9bccf', 0.4),
  noon: p('#2667b0', '#5c9bd8', '#bcd9ea', '#ffffff', '#ffffff', '#a3b7cb', 0.46),
  golden: p('#4a7aa8', '#a9b3ae', '#f2bf74', '#ffc46a', '#ffdca8', '#93807c', 0.48),
  sunset: p('#34506f', '#a3757c', '#f79a4e', '#ffb050', '#f5945f', '#574a5c', 0.55),
  dusk: p('#16243f', '#43506f', '#c98f7e', '#ffa070', '#a97f83', '#252d45', 0.45),
  overcast: p('#98a3ad', '#b4bdc4', '#d5d9da', '#ffffff', '#dde1e4', '#87919b', 0.85),
  storm: p('#39434e', '#5e6a74', '#aab4b2', '#e9e4cf', '#8d969c', '#2c343c', 0.9),
  winter: p('#5d8bbd', '#a5c3dc', '#e9e6e2', '#fff4e2', '#ffffff', '#b4c2d2', 0.3),
};

/** The sky over a horizon at `horizon`, with its sun at (`sunX`, `sunY`). */
export function sky(
  seed: number,
  hour: Hour,
  sunX: number,
  sunY: number,
  horizon: number,
  cover?: number,
): (light: Light, x: number, y: number) => void {
  const noise = new Noise(seed);
  const c = palettes[hour];
  const cloudy = cover ?? c.cloud;
  const threshold = mix(0.72, 0.3, cloudy);
  return (light, x, y) => {
    const up = clamp((horizon - y) / Math.max(horizon, 0.2));
    light.set(c.horizon);
    light.mix(c.middle, ramp(0, 0.45, up));
    light.mix(c.top, ramp(0.3, 1, up));
    const dx = x - sunX;
    const dy = y - sunY;
    const away = Math.sqrt(dx * dx + dy * dy);
    light.add(c.sun, 0.26 * Math.exp(-away * 3.4) + 0.7 * Math.exp(-away * 12) + 5 * Math.exp(-((away / 0.022) ** 2)));
    if (cloudy <= 0.02) return;
    // A flat ceiling of cloud seen from below: it draws together towards the horizon.
    const far = 1 / (horizon - y + 0.16);
    const u = (x - sunX) * far * 1.5 + 40;
    const v = far * 3.1;
    const thick = noise.fbm(u, v, 5);
    const dense = ramp(threshold, threshold + 0.26, thick);
    if (dense <= 0.003) return;
    const lit = noise.fbm(u - dx * 0.22, v - (dy < 0 ? -0.12 : 0.16), 3);
    const bright = clamp(0.55 + (thick - lit) * 2.2 - dense * 0.28 + 0.45 * Math.exp(-away * 3));
    const r = mix(c.shade[0], c.lit[0], bright);
    const g = mix(c.shade[1], c.lit[1], bright);
    const b = mix(c.shade[2], c.lit[2], bright);
    const t = dense * ramp(0, 0.1, horizon - y) * 0.93;
    light.r += (r - light.r) * t;
    light.g += (g - light.g) * t;
    light.b += (b - light.b) * t;
  };
}

/** Specks that catch the light, out of focus: for the backgrounds of close-ups. */
export function bokeh(
  canvas: Canvas,
  random: () => number,
  count: number,
  colours: readonly Rgb[],
  o: { from: number; to: number; strength: number; top?: number; bottom?: number },
): void {
  for (let i = 0; i < count; i++) {
    const tint = colours[Math.floor(random() * colours.length)]!;
    const r = mix(o.from, o.to, random() ** 1.6);
    const y = mix(o.top ?? 0, o.bottom ?? 1, random());
    canvas.disc(random() * canvas.aspect, y, r, tint, {
      soft: 0.16,
      glow: true,
      rim: 0.35,
      cover: o.strength * (0.25 + random() ** 2) * (o.from / r) ** 0.7,
    });
  }
}
