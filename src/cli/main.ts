#!/usr/bin/env node
/** The command line. Node's compile cache makes every start but the first quicker; older Nodes do without. */
import module from 'node:module';
import { outliveReader } from './reader.ts';

module.enableCompileCache?.();
// The extension starts this with VS Code's own executable as Node; what we start in turn is not to inherit that.
delete process.env.ELECTRON_RUN_AS_NODE;
outliveReader();
const args = process.argv.slice(2);
if (args[0] === 'export') (await import('./earlyThread.ts')).beginEarly(args);
const { endProgram, failProgram, runProgram, stopProgram } = await import('./program.ts');
/** What the command ended with, once all is said: who stops it then comes too late. */
let ended: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, function stop() {
    if (process.listenerCount(signal) === 1) return endProgram(ended ?? stopProgram(args));
    // A command that can end in order does. The second time the person means it: then the system ends us.
    process.off(signal, stop);
  });
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => endProgram(failProgram(args, error)));
process.on('exit', status => {
  // Node's own status where nothing is left to wait for, and we still wait.
  if (status === 13) process.exitCode = failProgram(args, new TypeError('the program waits for what will never come'));
});
ended = await runProgram(args);
process.exitCode = ended;
