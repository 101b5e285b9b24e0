/**
 * The part of libheif's C interface that is used here, as libheif-js exports it: pointers are numbers, a
 * struct that is returned is written to the address given first. https://github.com/strukturag/libheif (heif.h)
 */
import { createRequire } from 'node:module';

export interface Libheif {
  /** The heap as it is now: growth replaces it, so it is never kept. */
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _heif_context_alloc(): number;
  _heif_context_free(context: number): void;
  _heif_context_get_security_limits(context: number): number;
  _heif_context_read_from_memory_without_copy(
    error: number,
    context: number,
    bytes: number,
    size: number,
    options: number,
  ): void;
  _heif_context_get_primary_image_handle(error: number, context: number, out: number): void;
  _heif_image_handle_release(handle: number): void;
  _heif_image_handle_get_width(handle: number): number;
  _heif_image_handle_get_height(handle: number): number;
  _heif_image_handle_get_item_id(handle: number): number;
  _heif_image_handle_has_alpha_channel(handle: number): number;
  _heif_image_handle_get_number_of_thumbnails(handle: number): number;
  _heif_image_handle_get_list_of_thumbnail_IDs(handle: number, ids: number, count: number): number;
  _heif_image_handle_get_thumbnail(error: number, handle: number, id: number, out: number): void;
  _heif_image_handle_get_raw_color_profile_size(handle: number): number;
  _heif_image_handle_get_raw_color_profile(error: number, handle: number, out: number): void;
  _heif_image_handle_get_nclx_color_profile(error: number, handle: number, out: number): void;
  _heif_nclx_color_profile_free(profile: number): void;
  _heif_item_get_transformation_properties(context: number, item: number, ids: number, count: number): number;
  _heif_item_get_property_transform_rotation_ccw(context: number, item: number, property: number): number;
  _heif_item_get_property_transform_mirror(context: number, item: number, property: number): number;
  _heif_decoding_options_alloc(): number;
  _heif_decoding_options_free(options: number): void;
  _heif_decode_image(
    error: number,
    handle: number,
    out: number,
    colorspace: number,
    chroma: number,
    options: number,
  ): void;
  _heif_image_release(image: number): void;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
  _heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
}

export const COLORSPACE_RGB = 1;
export const CHROMA_INTERLEAVED_RGB = 10;
export const CHROMA_INTERLEAVED_RGBA = 11;
export const CHANNEL_INTERLEAVED = 10;
/** `convert_hdr_to_8bit` in heif_decoding_options, where pointers take 4 bytes. */
export const OFFSET_CONVERT_TO_8_BIT = 20;
/** `max_image_size_pixels` in heif_security_limits: 64 bits, little-endian. */
export const OFFSET_MAX_PIXELS = 8;

/** Takes 0.1 s and 17 MB. Once WebAssembly has trapped or run out of memory, what it gave is not to be used again. */
export function loadLibheif(): Libheif {
  return createRequire(import.meta.url)('libheif-js/wasm-bundle') as Libheif;
}
