/**
 * What a source says of a photo beyond the photo's own files: the sidecars of an export, the rows of a library. It is
 * kept as it was said, so that nothing a source knew is lost whatever is written into files.
 */
import * as z from 'zod/mini';

const text = z.string().check(z.maxLength(100_000));
const origin = z.enum([
  'exif',
  'iptc',
  'xmp',
  'quicktime',
  'sidecar',
  'gps',
  'filename',
  'folder',
  'user',
  'mtime',
  'none',
]);
const milliseconds = z.number().check(z.gte(-8.64e15), z.lte(8.64e15));

const CaptureTime = z.discriminatedUnion('known', [
  z.object({
    known: z.literal('zoned'),
    wallMs: milliseconds,
    offsetMin: z.int().check(z.gte(-1440), z.lte(1440)),
  }),
  z.object({ known: z.literal('wall'), wallMs: milliseconds }),
  z.object({ known: z.literal('instant'), utcMs: milliseconds }),
]);

const Gps = z.object({
  lat: z.number().check(z.gte(-90), z.lte(90)),
  lon: z.number().check(z.gte(-180), z.lte(180)),
  alt: z.optional(z.number()),
});

/** Fields as a sidecar's facts have them; what else there is falls away. */
export const SaidFacts = z.object({
  times: z.optional(
    z.array(
      z.object({
        time: CaptureTime,
        origin: z.enum(['exif', 'iptc', 'xmp', 'quicktime', 'gps', 'sidecar']),
        tag: z.string(),
      }),
    ),
  ),
  gps: z.optional(z.object({ value: Gps, origin })),
  title: z.optional(z.object({ value: text, origin })),
  description: z.optional(z.object({ value: text, origin })),
  keywords: z.optional(z.object({ value: z.array(text), origin })),
  people: z.optional(z.object({ value: z.array(text), origin })),
  creator: z.optional(z.object({ value: text, origin })),
  copyright: z.optional(z.object({ value: text, origin })),
  rating: z.optional(z.object({ value: z.number().check(z.gte(-1), z.lte(5)), origin })),
  favorite: z.optional(z.object({ value: z.boolean(), origin })),
});
export type SaidFacts = z.infer<typeof SaidFacts>;

export const Said = z.object({
  facts: z.optional(SaidFacts),
  states: z.optional(z.array(z.enum(['archived', 'trashed', 'locked', 'hidden']))),
  /** What has no field of ours, as the source wrote it. */
  raw: z.optional(z.record(z.string(), z.unknown())),
});
export type Said = z.infer<typeof Said>;
