import sharp, { type Sharp } from 'sharp';
import { type Field, tiff } from './tiff.ts';

/** What a camera's sensor sees: under a mosaic of red, green and blue, 14 bits deep, with its pictures for showing. */
export async function dng(picture: Sharp, make: string, model: string): Promise<Buffer> {
  const whole = await picture.png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true });
  const [width, height] = [Math.floor(whole.info.width / 4) * 2, Math.floor(whole.info.height / 4) * 2];
  const small = await sharp(whole.data).resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  const mosaic = Buffer.alloc(width * height * 2);
  const light = new Uint16Array(256);
  for (let i = 0; i < 256; i++) light[i] = Math.round(256 + (i / 255) ** 2.2 * 12000);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const filter = y % 2 === 0 ? (x % 2 === 0 ? 0 : 1) : x % 2 === 0 ? 1 : 2;
      mosaic.writeUInt16BE(light[small[(y * width + x) * 3 + filter]!]!, (y * width + x) * 2);
    }
  }
  const thumb = await sharp(whole.data).resize(160, 120, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  const preview = await sharp(whole.data)
    .resize(1024, 1024, { fit: 'inside' })
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  const raw: Field[] = [
    [0xfe, 'long', [0]],
    [0x100, 'long', [width]],
    [0x101, 'long', [height]],
    [0x102, 'short', [16]],
    [0x103, 'short', [1]],
    [0x106, 'short', [32803]],
    [0x111, 'data', mosaic],
    [0x115, 'short', [1]],
    [0x116, 'long', [height]],
    [0x117, 'long', [mosaic.length]],
    [0x828d, 'short', [2, 2]],
    [0x828e, 'byte', [0, 1, 1, 2]],
    [0xc617, 'short', [1]],
    [0xc61a, 'short', [256]],
    [0xc61d, 'long', [12256]],
  ];
  const shown: Field[] = [
    [0xfe, 'long', [1]],
    [0x100, 'long', [preview.info.width]],
    [0x101, 'long', [preview.info.height]],
    [0x102, 'short', [8, 8, 8]],
    [0x103, 'short', [7]],
    [0x106, 'short', [6]],
    [0x111, 'data', preview.data],
    [0x115, 'short', [3]],
    [0x116, 'long', [preview.info.height]],
    [0x117, 'long', [preview.data.length]],
  ];
  const one: readonly [number, number] = [1, 1];
  const none: readonly [number, number] = [0, 1];
  return tiff([
    [0xfe, 'long', [1]],
    [0x100, 'long', [160]],
    [0x101, 'long', [120]],
    [0x102, 'short', [8, 8, 8]],
    [0x103, 'short', [1]],
    [0x106, 'short', [2]],
    [0x10f, 'ascii', make],
    [0x110, 'ascii', model],
    [0x111, 'data', thumb],
    [0x112, 'short', [1]],
    [0x115, 'short', [3]],
    [0x116, 'long', [120]],
    [0x117, 'long', [thumb.length]],
    [0x14a, 'directories', [raw, shown]],
    [0xc612, 'byte', [1, 4, 0, 0]],
    [0xc613, 'byte', [1, 1, 0, 0]],
    [0xc614, 'ascii', model],
    [0xc621, 'srational', [one, none, none, none, one, none, none, none, one]],
    [0xc628, 'rational', [[1, 2], one, [2, 3]]],
    [0xc65a, 'short', [21]],
  ]);
}
