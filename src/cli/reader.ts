/** Who reads what we print may have had enough (`| head`): that is no error, and a job goes on to its end without a word. */

let gone = false;

/** Whether nobody reads standard output any more: who only prints may as well end. */
export const readerIsGone = (): boolean => gone;

export function outliveReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (stream === process.stdout) gone = true;
      stream.write = () => true;
      // Who waits for room waits no more.
      stream.emit('drain');
    });
}
