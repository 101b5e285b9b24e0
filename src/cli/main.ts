#!/usr/bin/env node
/** The command line. Node's compile cache makes every start but the first quicker; older Nodes do without. */
import module from 'node:module';

module.enableCompileCache?.();
// The extension starts this with VS Code's own executable as Node; what we start in turn is not to inherit that.
delete process.env.ELECTRON_RUN_AS_NODE;
// Who reads us may have had enough (`| head`): that is no error, and a job goes on to its end without a word.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stream.write = () => true;
    // Who waits for room waits no more.
    stream.emit('drain');
  });
const { failProgram, runProgram } = await import('./program.ts');
const args = process.argv.slice(2);
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => process.exit(failProgram(args, error)));
process.exitCode = await runProgram(args);
