import { clamp } from './noise.ts';

/** Linear light, about 0 to 1; brighter is allowed and burns out as on film. */
export type Rgb = readonly [number, number, number];

const known = new Map<string, Rgb>();

/** A colour as on a screen, `#rrggbb`, turned into linear light; asked for at every point, so worked out once. */
export function colour(hex: string): Rgb {
  const before = known.get(hex);
  if (before != null) return before;
  const part = (at: number): number => (Number.parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2;
  const made: Rgb = [part(1), part(3), part(5)];
  known.set(hex, made);
  return made;
}

export const blend = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** The light of the point being drawn; one object reused for all of them. */
export class Light {
  r = 0;
  g = 0;
  b = 0;

  set(c: Rgb): void {
    this.r = c[0];
    this.g = c[1];
    this.b = c[2];
  }

  mix(c: Rgb, t: number): void {
    this.r += (c[0] - this.r) * t;
    this.g += (c[1] - this.g) * t;
    this.b += (c[2] - this.b) * t;
  }

  add(c: Rgb, k: number): void {
    this.r += c[0] * k;
    this.g += c[1] * k;
    this.b += c[2] * k;
  }

  scale(k: number): void {
    this.r *= k;
    this.g *= k;
    this.b *= k;
  }
}

/** What a scene paints on. Coordinates: y from 0 (top) to 1 (bottom), x from 0 to `aspect`. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
  readonly pixels: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.aspect = width / height;
    this.pixels = new Float32Array(width * height * 3);
  }

  /** Paints every point; `light` holds what is there already. */
  paint(shade: (light: Light, x: number, y: number) => void): void {
    const { width, height, pixels } = this;
    const light = new Light();
    let at = 0;
    for (let row = 0; row < height; row++) {
      const y = (row + 0.5) / height;
      for (let column = 0; column < width; column++) {
        light.r = pixels[at]!;
        light.g = pixels[at + 1]!;
        light.b = pixels[at + 2]!;
        shade(light, (column + 0.5) / height, y);
        pixels[at++] = light.r;
        pixels[at++] = light.g;
        pixels[at++] = light.b;
      }
    }
  }

  /**
   * A disc of light or of paint, radius `r`, squeezed to `ratio` of its height and turned by `angle`.
   * `soft` is the part of the radius over which it fades; `cover` is its opacity; with `glow` it is added instead.
   */
  disc(
    x: number,
    y: number,
    r: number,
    c: Rgb,
    o: { soft?: number; cover?: number; glow?: boolean; ratio?: number; angle?: number; rim?: number } = {},
  ): void {
    const { width, height, pixels } = this;
    const ratio = o.ratio ?? 1;
    const cos = Math.cos(o.angle ?? 0);
    const sin = Math.sin(o.angle ?? 0);
    const soft = Math.max(o.soft ?? 0.15, 1.2 / (r * height));
    const rim = o.rim ?? 0;
    const cover = o.cover ?? 1;
    const reach = r * Math.max(1, ratio) * height + 1;
    const [cx, cy] = [x * height, y * height];
    const [fromX, toX] = [Math.max(0, Math.floor(cx - reach)), Math.min(width - 1, Math.ceil(cx + reach))];
    const [fromY, toY] = [Math.max(0, Math.floor(cy - reach)), Math.min(height - 1, Math.ceil(cy + reach))];
    for (let row = fromY; row <= toY; row++) {
      for (let column = fromX; column <= toX; column++) {
        const dx = (column + 0.5 - cx) / height;
        const dy = (row + 0.5 - cy) / height;
        const u = (dx * cos + dy * sin) / r;
        const v = (dy * cos - dx * sin) / (r * ratio);
        const d = Math.sqrt(u * u + v * v);
        if (d >= 1) continue;
        let t = clamp((1 - d) / soft);
        t = t * t * (3 - 2 * t) * cover * (1 - rim + rim * d * d);
        const at = (row * width + column) * 3;
        const keep = o.glow ? 1 : 1 - t;
        pixels[at] = pixels[at]! * keep + c[0] * t;
        pixels[at + 1] = pixels[at + 1]! * keep + c[1] * t;
        pixels[at + 2] = pixels[at + 2]! * keep + c[2] * t;
      }
    }
  }

  /** A tapering stroke, as of a blade of grass or a trail of light. */
  stroke(
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    r: number,
    c: Rgb,
    o: { soft?: number; cover?: number; glow?: boolean; bend?: number } = {},
  ): void {
    const steps = Math.max(2, Math.ceil((Math.hypot(x1 - x0, y1 - y0) / r) * (o.glow ? 1 : 1.3)));
    const bend = o.bend ?? 0;
    for (let i = 0; i <= steps; i++) {
      const t = i / steps;
      this.disc(x0 + (x1 - x0) * t + bend * t * t, y0 + (y1 - y0) * t, r * (1 - 0.75 * t), c, o);
    }
  }
}
