/** A session with iCloud, for which a person may have to type their password and a code into their terminal. */
import path from 'node:path';
import { runAtTerminal } from '../../../programs/atTerminal.ts';
import { icloudpdEnvironment } from '../../../programs/icloudpd.ts';
import { signInArguments } from '../../../programs/icloudpdFlags.ts';
import { type Ended, runLines } from '../../../programs/lines.ts';
import { endOrphan, forgetProcess, noteProcess } from '../../../programs/orphan.ts';
import type { Reporter } from '../../job.ts';
import { CannotDrive } from '../drivenProgram.ts';
import { Download, type DownloadPorts } from './download.ts';
import { type IcloudOptions, signInNeeded } from './icloudOptions.ts';
import { DIRECTORY, type IcloudPlaces } from './places.ts';

export interface Session {
  readonly program: string;
  readonly places: IcloudPlaces;
  readonly options: Pick<IcloudOptions, 'account' | 'root' | 'hasTerminal' | 'signal'>;
  readonly reporter: Reporter;
}

/**
 * Runs icloudpd without anybody to ask; where it wants a sign-in that is done at the terminal, and it is run again.
 * @param begin makes the listener of a run
 * @returns the listener of the last run, which has heard all of it
 * @throws {CannotDrive} where it could not be signed in; the system's error where it can't be started
 */
export async function runSignedIn(
  session: Session,
  args: readonly string[],
  ports: DownloadPorts,
  onDownload: (download: Download) => void,
  onLine: (line: string) => void = () => {},
): Promise<{ readonly download: Download; readonly ended: Ended }> {
  const { program, places, options } = session;
  const run = async (): Promise<{ readonly download: Download; readonly ended: Ended }> => {
    const download = new Download(DIRECTORY, ports);
    onDownload(download);
    const running = path.join(places.work, 'running');
    await endOrphan(running, places.cookies, places.work);
    const ended = await runLines(program, args, {
      cwd: places.work,
      env: icloudpdEnvironment(),
      stdin: 'none',
      onStart: pid => noteProcess(running, pid),
      onLine: line => {
        download.hear(line);
        onLine(line);
      },
      signal: options.signal,
    }).finally(() => forgetProcess(running));
    download.ended();
    return { download, ended };
  };
  const first = await run();
  if (!first.download.needsSignIn || first.download.isOver || options.signal.aborted) return first;
  if (!options.hasTerminal) throw signInNeeded(options);
  await signIn(session);
  const second = await run();
  if (second.download.needsSignIn && !second.download.isOver && !options.signal.aborted)
    throw new CannotDrive(
      `iCloud still wants ${options.account} to sign in, although that was just done. No photo was changed. Look at icloud.com whether the account asks for something, and run this again.`,
    );
  return second;
}

async function signIn({ program, places, options, reporter }: Session): Promise<void> {
  const { account, signal } = options;
  reporter.note(
    `iCloud wants ${account} to sign in. What you type now goes to icloudpd and Apple; Keepsake neither sees nor keeps it.`,
  );
  const args = signInArguments({ account, cookies: places.cookies });
  const code = await runAtTerminal(program, args, { cwd: places.work, env: icloudpdEnvironment(), signal });
  if (code === 0 || signal.aborted) return;
  throw new CannotDrive(
    `${account} could not be signed in to iCloud; icloudpd said why. No photo was changed. Run this again to try once more.`,
  );
}
