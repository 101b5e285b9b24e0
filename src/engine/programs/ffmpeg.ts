/** ffmpeg, for one frame of a video and for pictures that sharp does not know. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Output, outputOf } from './output.ts';
import { isProgram, programOnPath } from './programOnPath.ts';

/**
 * @param setting path that the person gave, which wins
 * @returns absolute path of ffmpeg: the setting, else KEEPSAKE_FFMPEG, else the first on PATH; undefined where none is
 */
export function findFfmpeg(setting?: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = setting || env.KEEPSAKE_FFMPEG;
  if (named) return path.isAbsolute(named) && isProgram(named) ? named : undefined;
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  return programOnPath(name, env.PATH ?? '');
}

export interface FrameRequest {
  /** Absolute path of ffmpeg. */
  readonly program: string;
  /** Where systems have no /dev/fd, the file by its name. */
  readonly file: string | Buffer;
  /** The same file, open for reading. */
  readonly fd: number;
  /** ffmpeg's name of the container or of the picture's form, told from the bytes: ffmpeg is never left to guess. */
  readonly demuxer: string;
  /** Seconds from the start. */
  readonly at: number;
  /** The frame is made smaller to fit into a square of this side, px; undefined for its full size. */
  readonly box: number | undefined;
  /** A folder of Keepsake's own. */
  readonly cwd: string;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** @returns the address of the file as ffmpeg's `file` protocol takes it: never an option, never another protocol */
function inputOf(request: FrameRequest): string {
  if (process.platform !== 'win32') return 'file:/dev/fd/3';
  // The file protocol takes a path after its name, not a URL with %20.
  return `file:${decodeURI(pathToFileURL(String(request.file)).pathname).slice(1)}`;
}

/** The arguments, all but the input's name from this list. Every option was met in ffmpeg-all(1), 5.1 to 7.1. */
export function frameArguments(request: FrameRequest, input: string): string[] {
  const video = !request.demuxer.endsWith('_pipe');
  const filters: string[] = [];
  // Pixels that are not square (DV, DVD) are made so.
  if (video) filters.push('scale=w=max(2\\,trunc(iw*sar/2)*2):h=ih', 'setsar=1');
  if (request.box != null) {
    filters.push(`scale=w=min(iw\\,${request.box}):h=min(ih\\,${request.box}):force_original_aspect_ratio=decrease`);
  }
  return [
    // At level info ffmpeg tells the colours of what it writes.
    ...['-hide_banner', '-loglevel', 'info', '-nostats', '-nostdin', '-max_alloc', String(2 ** 30)],
    ...['-protocol_whitelist', 'file', '-f', request.demuxer, '-threads', '1', '-max_pixels', String(2 ** 28)],
    // The first key frame from there on, without decoding those before: half the time.
    ...(request.at > 0 ? ['-skip_frame', 'nokey', '-ss', String(request.at)] : []),
    ...['-i', input, '-map', '0:V:0?', '-frames:v', '1', '-an', '-sn', '-dn'],
    ...(filters.length > 0 ? ['-vf', filters.join(',')] : []),
    // A TIFF without compression: making a PNG of a large picture takes longer than decoding it.
    ...['-pix_fmt', video ? 'rgb24' : 'rgba', '-c:v', 'tiff', '-compression_algo', 'raw'],
    ...['-map_metadata', '-1', '-f', 'image2pipe', 'pipe:1'],
  ];
}

/** What ffmpeg calls its colours: `gbr/smpte432/bt709`, or `bt709` where all three agree. */
function coloursOf(stderr: string): string {
  const written = [...stderr.matchAll(/Video: tiff, \w+\(([^)]{0,100})\)/g)].at(-1);
  return written?.[1] ?? '';
}

export interface Frame {
  /** One picture as TIFF; empty where the video ends before `at`, or nothing could be decoded. */
  readonly picture: Buffer;
  /** Names of matrix, primaries and transfer, as ffmpeg gives them: `pc, gbr/bt2020/arib-std-b67`. */
  readonly colours: string;
  readonly ended: Output['ended'];
}

/** @throws Error with code ENOENT or EACCES where ffmpeg can't be started */
export async function grabFrame(request: FrameRequest): Promise<Frame> {
  const output = await outputOf(request.program, frameArguments(request, inputOf(request)), {
    cwd: request.cwd,
    fd: request.fd,
    timeLimitMs: request.timeLimitMs,
    maxBytes: 2 ** 30,
    signal: request.signal,
  });
  return { picture: output.stdout, colours: coloursOf(output.stderr), ended: output.ended };
}
