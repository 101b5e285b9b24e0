/** Photos that were let go of, in a thread that makes little else: V8 looks for them when there are 64 MB, and not before. */
import v8 from 'node:v8';
import vm from 'node:vm';

/** Bytes; a look takes some ms, a hundredth of the time in which as many are unpacked. */
const MOST = 24 << 20;

export class Waste {
  #bytes = 0;
  #collect: (() => void) | undefined;

  /** @param bytes that were made, and will not be needed for long */
  made(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < MOST) return;
    this.#bytes = 0;
    this.#collect ??= collector();
    this.#collect();
  }
}

function collector(): () => void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  v8.setFlagsFromString('--no-expose-gc');
  return collect;
}
