import { chance } from './fakeset.ts';

/** A landscape of its own for each number, so that one is told from the next at a glance. */
export function landscape(id: number, width: number, height: number): string {
  const pick = (k: number) => chance(id * 13 + k);
  const hue = Math.floor(pick(1) * 360);
  const ground = (hue + 90 + Math.floor(pick(2) * 160)) % 360;
  const night = pick(3) > 0.8;
  const sky = night ? [12, 30] : [55, 82];
  const hills = [0.52, 0.66, 0.82].map((level, k) => {
    const points = Array.from({ length: 9 }, (_, at) => {
      const y = height * (level + (pick(10 + k * 9 + at) - 0.5) * 0.16);
      return `${((width * at) / 8).toFixed(0)},${y.toFixed(0)}`;
    });
    const light = (night ? 20 : 46) - k * 10;
    return `<polygon points="0,${height} ${points.join(' ')} ${width},${height}" fill="hsl(${ground} ${38 + k * 8}% ${light}%)"/>`;
  });
  const sun = Math.min(width, height) * (0.05 + pick(5) * 0.07);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<linearGradient id="s" x2="0" y2="1"><stop stop-color="hsl(${hue} 55% ${sky[0]}%)"/><stop offset="1" stop-color="hsl(${(hue + 30) % 360} 70% ${sky[1]}%)"/></linearGradient>
<rect width="${width}" height="${height}" fill="url(#s)"/><circle cx="${width * (0.15 + pick(6) * 0.7)}" cy="${height * (0.14 + pick(7) * 0.2)}" r="${sun}" fill="#fff8e0"/>${hills.join('')}</svg>`;
}
