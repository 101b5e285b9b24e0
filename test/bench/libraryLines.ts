/** An unchanged Photos library, beside the real osxphotos: read by Keepsake itself, and where Keepsake drives osxphotos. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { keepsake, once, PLACE } from './keepsake.ts';
import { largeLibrary } from './largeLibrary.ts';
import type { Line } from './line.ts';
import type { Command } from './pair.ts';
import { peerOnPath } from './peers.ts';

const PHOTOS = Number(process.env.BENCH_LIBRARY_PHOTOS ?? 5000);

const place = (name: string): string => path.join(PLACE, `library-${PHOTOS}-${name}`);

/** What osxphotos has exported before: made once. */
function exportedBy(osxphotos: string, library: string): Command {
  const exported = place('exported');
  const run: Command['run'] = [osxphotos, 'export', exported, '--library', library, '--update', '--export-by-date'];
  if (!fs.existsSync(`${exported}.made`)) {
    fs.mkdirSync(exported, { recursive: true });
    const [program, ...args] = run;
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
    if (status !== 0) throw new Error(`osxphotos failed (${status}): ${stderr.slice(-500)}`);
    fs.writeFileSync(`${exported}.made`, '');
  }
  // It takes minutes.
  return { name: 'osxphotos export --update', run, times: 1 };
}

/** A copy, for whatever osxphotos writes into its own concerns the other. */
function drivenArguments(osxphotos: string, library: string): readonly string[] {
  const backup = place('driven');
  if (!fs.existsSync(backup)) fs.cpSync(place('exported'), backup, { recursive: true, preserveTimestamps: true });
  return ['export', library, '--from', 'osxphotos', '--osxphotos', osxphotos, '--to', backup];
}

function unchangedLibrary(id: string, how: string, isDriven: boolean): Line {
  return {
    id,
    what: `an unchanged Photos library of ${PHOTOS.toLocaleString('en')} photos, ${how}`,
    asked: { timesAsQuick: 300 },
    async make() {
      const osxphotos = peerOnPath('osxphotos');
      if (osxphotos == null) return 'osxphotos is not installed (.ci/run does it)';
      const library = largeLibrary(PHOTOS);
      if (library == null) return 'no Photos library to make a large one of; name one in BENCH_LIBRARY';
      const peer = exportedBy(osxphotos, library);
      const args = isDriven ? drivenArguments(osxphotos, library) : ['export', library, '--to', place('backup')];
      once(...args);
      return { ours: keepsake('keepsake export', args), peer };
    },
  };
}

export const LIBRARY_LINES: readonly Line[] = [
  unchangedLibrary('library', 'read by itself', false),
  unchangedLibrary('library-osxphotos', 'with --from osxphotos', true),
];
