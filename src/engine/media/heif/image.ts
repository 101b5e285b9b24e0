/** Decodes a HEIC in the thread that calls: seconds of work, so only ever called in a worker. */
import {
  CHANNEL_INTERLEAVED,
  CHROMA_INTERLEAVED_RGB,
  CHROMA_INTERLEAVED_RGBA,
  COLORSPACE_RGB,
  type Libheif,
  OFFSET_CONVERT_TO_8_BIT,
  OFFSET_MAX_PIXELS,
} from './libheif.ts';

/** Colour as ITU-T H.273 code points; 12 is Display P3's primaries, 16 the PQ and 18 the HLG curve. */
export interface Nclx {
  readonly primaries: number;
  readonly transfer: number;
}

/** Rotation and mirroring are applied already. 8 bits a sample, no padding. */
export interface HeifPixels {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly icc: Uint8Array<ArrayBuffer> | undefined;
  readonly nclx: Nclx | undefined;
  /** Whether these are the pixels of the embedded thumbnail. */
  readonly embedded: boolean;
  /** Of the whole picture, as shown. */
  readonly fullWidth: number;
  readonly fullHeight: number;
}

/** The picture asks for more than is allowed. */
export class TooManyPixels extends Error {}

export interface HeifWish {
  /** An embedded thumbnail is enough if its longer side has this many pixels; 0 for the whole picture. */
  readonly enough: number;
  readonly maxPixels: number;
}

/** @throws Error with libheif's own words where the file is damaged, TooManyPixels */
export function decodeHeif(lib: Libheif, file: Uint8Array, wish: HeifWish): HeifPixels {
  const call = new Call(lib);
  try {
    const bytes = call.bytes(file);
    const context = call.owned(lib._heif_context_alloc(), it => lib._heif_context_free(it));
    const limits = lib._heif_context_get_security_limits(context);
    new DataView(lib.HEAPU8.buffer).setBigUint64(limits + OFFSET_MAX_PIXELS, BigInt(wish.maxPixels), true);
    call.check(error => lib._heif_context_read_from_memory_without_copy(error, context, bytes, file.length, 0));
    const primary = call.out(
      (error, out) => lib._heif_context_get_primary_image_handle(error, context, out),
      it => lib._heif_image_handle_release(it),
    );
    const fullWidth = lib._heif_image_handle_get_width(primary);
    const fullHeight = lib._heif_image_handle_get_height(primary);
    const thumbnail = wish.enough > 0 ? embeddedThumbnail(call, context, primary, wish.enough) : undefined;
    if (thumbnail != null) {
      try {
        return { ...decode(call, thumbnail, primary), embedded: true, fullWidth, fullHeight };
      } catch {
        // the thumbnail is damaged; the picture may not be
      }
    }
    if (fullWidth * fullHeight > wish.maxPixels) throw new TooManyPixels(`${fullWidth} × ${fullHeight} pixels`);
    return { ...decode(call, primary, primary), embedded: false, fullWidth, fullHeight };
  } finally {
    call.end();
  }
}

/** @returns the handle of the first thumbnail that is large enough and the same way up as the picture */
function embeddedThumbnail(call: Call, context: number, primary: number, enough: number): number | undefined {
  const { lib } = call;
  const count = Math.min(8, lib._heif_image_handle_get_number_of_thumbnails(primary));
  const ids = call.allocate(4 * Math.max(1, count));
  const found = lib._heif_image_handle_get_list_of_thumbnail_IDs(primary, ids, count);
  const aspect = lib._heif_image_handle_get_width(primary) / lib._heif_image_handle_get_height(primary);
  const turned = transformOf(call, context, primary);
  for (let k = 0; k < found; k++) {
    const id = lib.HEAPU32[ids / 4 + k] ?? 0;
    const handle = call.out(
      (error, out) => lib._heif_image_handle_get_thumbnail(error, primary, id, out),
      it => lib._heif_image_handle_release(it),
    );
    const width = lib._heif_image_handle_get_width(handle);
    const height = lib._heif_image_handle_get_height(handle);
    const sameShape = Math.abs(Math.log(width / height / aspect)) < 0.05;
    const large = Math.max(width, height) >= enough && Math.max(width, height) <= 2048;
    // Some writers turn the picture and forget its thumbnail; half a turn does not show in the shape.
    if (large && sameShape && transformOf(call, context, handle) === turned) return handle;
  }
  return undefined;
}

/** @returns rotation and mirroring of an item, in a form to compare */
function transformOf(call: Call, context: number, handle: number): string {
  const { lib } = call;
  const item = lib._heif_image_handle_get_item_id(handle);
  const ids = call.allocate(4 * 8);
  const count = lib._heif_item_get_transformation_properties(context, item, ids, 8);
  const found: string[] = [];
  for (let k = 0; k < Math.min(8, count); k++) {
    const property = lib.HEAPU32[ids / 4 + k] ?? 0;
    const angle = lib._heif_item_get_property_transform_rotation_ccw(context, item, property);
    const mirror = lib._heif_item_get_property_transform_mirror(context, item, property);
    if (angle > 0) found.push(`r${angle}`);
    if (mirror >= 0) found.push(`m${mirror}`);
  }
  return found.join();
}

type Decoded = Pick<HeifPixels, 'data' | 'width' | 'height' | 'channels' | 'icc' | 'nclx'>;

/** @param primary whose colour counts where the handle itself states none */
function decode(call: Call, handle: number, primary: number): Decoded {
  const { lib } = call;
  const channels = lib._heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const options = call.owned(lib._heif_decoding_options_alloc(), it => lib._heif_decoding_options_free(it));
  lib.HEAPU8[options + OFFSET_CONVERT_TO_8_BIT] = 1;
  const chroma = channels === 4 ? CHROMA_INTERLEAVED_RGBA : CHROMA_INTERLEAVED_RGB;
  const image = call.out(
    (error, out) => lib._heif_decode_image(error, handle, out, COLORSPACE_RGB, chroma, options),
    it => lib._heif_image_release(it),
  );
  const width = lib._heif_image_get_width(image, CHANNEL_INTERLEAVED);
  const height = lib._heif_image_get_height(image, CHANNEL_INTERLEAVED);
  const strideAt = call.allocate(4);
  const plane = lib._heif_image_get_plane_readonly(image, CHANNEL_INTERLEAVED, strideAt);
  if (plane === 0 || width <= 0 || height <= 0) throw new Error('libheif gave no pixels');
  const stride = lib.HEAP32[strideAt / 4] ?? 0;
  const row = width * channels;
  const data = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    data.set(lib.HEAPU8.subarray(plane + y * stride, plane + y * stride + row), y * row);
  }
  const icc = iccOf(call, handle) ?? iccOf(call, primary);
  return { data, width, height, channels, icc, nclx: nclxOf(call, handle) ?? nclxOf(call, primary) };
}

function iccOf(call: Call, handle: number): Uint8Array<ArrayBuffer> | undefined {
  const { lib } = call;
  const size = lib._heif_image_handle_get_raw_color_profile_size(handle);
  if (size < 128 || size > 4 << 20) return undefined;
  const at = call.allocate(size);
  call.check(error => lib._heif_image_handle_get_raw_color_profile(error, handle, at));
  return lib.HEAPU8.slice(at, at + size) as Uint8Array<ArrayBuffer>;
}

/** struct heif_color_profile_nclx: version byte, then primaries, transfer and matrix as 32-bit numbers. */
function nclxOf(call: Call, handle: number): Nclx | undefined {
  const { lib } = call;
  try {
    const at = call.out(
      (error, out) => lib._heif_image_handle_get_nclx_color_profile(error, handle, out),
      it => lib._heif_nclx_color_profile_free(it),
    );
    return { primaries: lib.HEAPU32[at / 4 + 1] ?? 0, transfer: lib.HEAPU32[at / 4 + 2] ?? 0 };
  } catch {
    return undefined;
  }
}

/** Memory and objects of one decoding, all given back at its end. */
class Call {
  readonly lib: Libheif;
  readonly #release: (() => void)[] = [];

  constructor(lib: Libheif) {
    this.lib = lib;
  }

  allocate(size: number): number {
    const address = this.lib._malloc(size);
    if (address === 0) throw new Error('out of memory');
    this.#release.push(() => this.lib._free(address));
    this.lib.HEAPU8.fill(0, address, address + size);
    return address;
  }

  bytes(content: Uint8Array): number {
    const address = this.allocate(content.length);
    this.lib.HEAPU8.set(content, address);
    return address;
  }

  owned(pointer: number, release: (pointer: number) => void): number {
    if (pointer === 0) throw new Error('out of memory');
    this.#release.push(() => release(pointer));
    return pointer;
  }

  /** Runs what returns a heif_error {code, subcode, message}. */
  check(run: (error: number) => void): void {
    const error = this.allocate(12);
    run(error);
    if (this.lib.HEAP32[error / 4] === 0) return;
    const heap = this.lib.HEAPU8;
    const at = this.lib.HEAPU32[error / 4 + 2] ?? 0;
    const end = at === 0 ? 0 : heap.indexOf(0, at);
    throw new Error(Buffer.from(heap.subarray(at, Math.min(end, at + 300))).toString('latin1') || 'libheif failed');
  }

  /** Runs what returns a heif_error and writes a pointer. */
  out(run: (error: number, out: number) => void, release: (pointer: number) => void): number {
    const out = this.allocate(4);
    this.check(error => run(error, out));
    return this.owned(this.lib.HEAPU32[out / 4] ?? 0, release);
  }

  end(): void {
    while (this.#release.length > 0) this.#release.pop()?.();
  }
}
