import { beach } from './beach.ts';
import { lights, skyline } from './city.ts';
import { flower } from './flower.ts';
import { aloft, dunes } from './land.ts';
import { meadow } from './meadow.ts';
import { mountains } from './mountains.ts';
import { night } from './night.ts';
import type { Scene } from './scene.ts';
import { screen } from './screen.ts';
import { sea } from './sea.ts';
import { reef, street } from './street.ts';
import { table } from './table.ts';
import { woods } from './woods.ts';

/** Every scene by the name that the diary calls it. */
export const scenes: Readonly<Record<string, Scene>> = {
  aloft,
  beach,
  dunes,
  flower,
  lights,
  meadow,
  mountains,
  night,
  reef,
  screen,
  sea,
  skyline,
  street,
  table,
  woods,
};
