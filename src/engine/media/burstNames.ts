/** Bursts that cameras tell by the names of their files alone. Pure. */

export interface NamedBurst {
  /** The same in all photos of the burst that lie in one folder. */
  readonly burst: string;
  /** The one that the camera chose to stand for it. */
  readonly isCover: boolean;
}

/** As Google's cameras, Huawei's and Sony's name them. */
const FORMS: readonly RegExp[] = [
  // IMG_20190701_100000_BURST001.jpg, IMG_20170101_100000_BURST001_COVER.jpg, PXL_20230101_100000000_BURST-01.COVER.jpg
  /^(?<burst>.*\d)_BURST-?\d{1,4}(?<cover>[_.-]COVER)?(?=[_.~(]|$)/i,
  // 00001IMG_00001_BURST20190701100000000_COVER.jpg, 00100lrPORTRAIT_00100_BURST20190701100000000.jpg, DSC_0001_BURST20190701100000000.JPG
  /^.*_(?<burst>BURST\d{12,20})(?<cover>[_.-]COVER)?(?=[_.~(]|$)/i,
];

/** @param name a file's name, with its extension @returns undefined where it tells of no burst */
export function burstOfName(name: string): NamedBurst | undefined {
  for (const form of FORMS) {
    const found = form.exec(name)?.groups;
    if (found?.burst != null) return { burst: found.burst.toLowerCase(), isCover: found.cover != null };
  }
  return undefined;
}
