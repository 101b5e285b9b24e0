import { appleArchive } from './apple-archive/appleArchive.ts';
import { folder } from './folder/folderSource.ts';
import { icloudpd } from './icloudpd/icloudpd.ts';
import { osxphotosExport } from './osxphotos/osxphotosExport.ts';
import { photosLibrary } from './photos-library/photosLibrary.ts';
import type { Source } from './source.ts';
import { takeout } from './takeout/takeout.ts';

/** Every source there is. A new one is a line here; of two that recognise a thing equally well the first is taken. */
export const SOURCES: readonly Source[] = [photosLibrary, osxphotosExport, takeout, appleArchive, icloudpd, folder];
