#!/usr/bin/env node
/** The command line. Node's compile cache makes every start but the first quicker; older Nodes do without. */
import module from 'node:module';

module.enableCompileCache?.();
// The extension starts this with VS Code's own executable as Node; what we start in turn is not to inherit that.
delete process.env.ELECTRON_RUN_AS_NODE;
// Who reads us may have had enough (`| head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
