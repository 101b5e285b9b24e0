/**
 * What tells this run of this machine from all others that share its name: WSL beside Windows, containers, clients of
 * one NAS that were set up alike. Numbers of processes mean something only where it is the same.
 */
import fs from 'node:fs';
import os from 'node:os';

const TEN_MINUTES = 600_000;

let known: string | undefined;

/** For comparing alone. Where it comes out different on one machine (a clock was set), a holder's beat is watched: that is only slower. */
export function thisMachine(): string {
  known ??= `${os.hostname()} ${bootOf()}`;
  return known;
}

function bootOf(): string {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // macOS and Windows: when it was started.
    return `${process.platform} ${Math.round((Date.now() - os.uptime() * 1000) / TEN_MINUTES)}`;
  }
}
