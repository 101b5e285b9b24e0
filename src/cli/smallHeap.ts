/** Keeps what is waste from piling up, in jobs that make much of it: memory is for other programs, too. */
import v8 from 'node:v8';
import { SpareMemory } from './spareMemory.ts';

/**
 * V8 looks for waste when its heap has grown by so many per cent, rather than to several times of what is in use; of a
 * small heap by so many bytes. The bytes of photos that pass through count: by per cent alone it would look after every
 * third photo, which takes a quarter of the time.
 */
const GROWTH = 40;
const ROOM = 40 << 20;
/** Bytes of young objects, both halves of them: with less, what lives for a moment is taken for old. */
const YOUNG = 8 << 20;
const LOOK_MS = 200;
/** Bytes; a job that has more at its beginning has walked over a large folder. */
const FULL = 48 << 20;

/** What takes longer has something to do. */
const LONG_MS = 500;

/** For the rest of this process, when its code is loaded. Costs a few per cent of time where there is much to do. */
export function keepHeapSmall(): void {
  // At once: what the space of young objects has grown to, as by a walk over one large folder, it keeps.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  setTimeout(begin, LONG_MS).unref();
}

function begin(): void {
  let set = 0;
  const spare = new SpareMemory();
  // Before its first collection V8 lets a heap grow to whatever it likes.
  if (v8.getHeapStatistics().used_heap_size > FULL) spare.giveBack();
  const fit = (): void => {
    const young = v8.getHeapSpaceStatistics().find(space => space.space_name === 'new_space')?.space_size ?? 0;
    v8.setFlagsFromString(`--semi-space-growth-factor=${young < YOUNG ? 2 : 1}`);
    const heap = v8.getHeapStatistics();
    spare.look(heap.total_heap_size + heap.external_memory);
    const growth = Math.max(GROWTH, Math.floor((100 * ROOM) / heap.used_heap_size));
    if (growth === set) return;
    set = growth;
    v8.setFlagsFromString(`--heap-growing-percent=${growth}`);
  };
  fit();
  setInterval(fit, LOOK_MS).unref();
}
