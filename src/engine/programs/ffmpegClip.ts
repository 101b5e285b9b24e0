/** ffmpeg, for a film that every browser plays: VP8 and Opus in WebM, small enough to be made while a person waits. */
import { pathToFileURL } from 'node:url';
import { type Output, outputOf } from './output.ts';

export interface ClipRequest {
  /** Absolute path of ffmpeg. */
  readonly program: string;
  /** Where systems have no /dev/fd, the file by its name. */
  readonly file: string | Buffer;
  /** The same file, open for reading. */
  readonly fd: number;
  /** ffmpeg's name of the container, told from the bytes. */
  readonly demuxer: string;
  /** Absolute path of a file of Keepsake's own that is to be made. */
  readonly to: string;
  /** From the start; what follows is left out. */
  readonly seconds: number;
  /** A folder of Keepsake's own. */
  readonly cwd: string;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Longest side, px. */
const SIDE = 1280;

const named = (file: string): string =>
  `file:${decodeURI(pathToFileURL(file).pathname).slice(process.platform === 'win32' ? 1 : 0)}`;

/** All but the names of the two files from this list; neither can be an option or another protocol. */
export function clipArguments(request: ClipRequest): string[] {
  const input = process.platform === 'win32' ? named(String(request.file)) : 'file:/dev/fd/3';
  const fit = `scale=w=min(iw\\,${SIDE}):h=min(ih\\,${SIDE}):force_original_aspect_ratio=decrease:force_divisible_by=2`;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostats', '-nostdin', '-max_alloc', String(2 ** 30)],
    ...['-protocol_whitelist', 'file', '-f', request.demuxer, '-max_pixels', String(2 ** 28)],
    ...['-t', String(request.seconds), '-i', input, '-map', '0:V:0', '-map', '0:a:0?', '-sn', '-dn'],
    ...['-vf', `scale=w=max(2\\,trunc(iw*sar/2)*2):h=ih,setsar=1,${fit}`, '-pix_fmt', 'yuv420p', '-fpsmax', '30'],
    ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-threads', '2', '-b:v', '2500k'],
    ...['-c:a', 'libopus', '-ac', '2', '-b:a', '96k'],
    ...['-map_metadata', '-1', '-f', 'webm', '-y', named(request.to)],
  ];
}

/** @throws Error with code ENOENT or EACCES where ffmpeg can't be started */
export function makeClip(request: ClipRequest): Promise<Output> {
  return outputOf(request.program, clipArguments(request), {
    cwd: request.cwd,
    fd: request.fd,
    timeLimitMs: request.timeLimitMs,
    maxBytes: 1 << 20,
    signal: request.signal,
  });
}
