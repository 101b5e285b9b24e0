/** A thread that decodes HEICs, one after the other. */
import { parentPort } from 'node:worker_threads';
import { decodeHeif, type HeifPixels, type HeifWish, TooManyPixels } from './image.ts';
import { loadLibheif } from './libheif.ts';

export interface HeifJob extends HeifWish {
  readonly file: Uint8Array;
}

/** `heapBytes`: what WebAssembly holds by now, and never gives back. */
export type HeifReply =
  | { readonly pixels: HeifPixels; readonly heapBytes: number }
  | { readonly error: string; readonly tooManyPixels: boolean };

const port = parentPort;
if (port == null) throw new Error('This file is the entry of a worker thread.');
const lib = loadLibheif();

port.on('message', (job: HeifJob) => {
  let reply: HeifReply;
  try {
    reply = { pixels: decodeHeif(lib, job.file, job), heapBytes: lib.HEAPU8.length };
  } catch (error) {
    // A RuntimeError is WebAssembly's: it is in an unknown state after a trap: this thread ends, the pool starts another one.
    if (!(error instanceof Error) || error.name === 'RuntimeError') throw error;
    reply = { error: error.message, tooManyPixels: error instanceof TooManyPixels };
  }
  const icc = 'pixels' in reply && reply.pixels.icc ? [reply.pixels.icc.buffer] : [];
  port.postMessage(reply, 'pixels' in reply ? [reply.pixels.data.buffer, ...icc] : []);
});
