/** Whether a file's name says another format than its bytes: common in exports, and it makes other programs fail. */

/** exiftool's FileType, and the extensions that fit it. Formats that are not here are not judged. */
const FITTING: Readonly<Record<string, readonly string[]>> = {
  JPEG: ['jpg', 'jpeg', 'jpe', 'jfif', 'mpo', 'insp'],
  PNG: ['png'],
  GIF: ['gif'],
  WEBP: ['webp'],
  'Extended WEBP': ['webp'],
  BMP: ['bmp', 'dib'],
  HEIC: ['heic', 'heif', 'hif'],
  HEIF: ['heic', 'heif', 'hif'],
  AVIF: ['avif', 'avifs'],
  JXL: ['jxl'],
  MOV: ['mov', 'qt'],
  MP4: ['mp4', 'm4v', 'mp', 'lrv', 'insv'],
  M4V: ['mp4', 'm4v'],
  AVI: ['avi'],
  MKV: ['mkv'],
  WEBM: ['webm'],
  PDF: ['pdf'],
  ZIP: ['zip'],
};

/**
 * @param name file name
 * @param fileType as exiftool names it from the bytes, or undefined where it knows none
 * @returns a sentence, or undefined where they agree or can't be judged
 */
export function wrongExtension(name: string, fileType: string | undefined): string | undefined {
  const fitting = fileType == null ? undefined : FITTING[fileType];
  // Pixel motion photos end in `.MP~2`.
  const extension = /\.([^.~]+)(?:~\d+)?$/.exec(name)?.[1]?.toLowerCase();
  if (fitting == null || extension == null || fitting.includes(extension)) return undefined;
  return `The bytes are ${fileType}, the name says .${extension}. It is kept as it is; Keepsake shows it by its bytes, other programs may not.`;
}
