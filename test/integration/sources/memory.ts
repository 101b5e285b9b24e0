/**
 * Measures the memory of going through a Takeout of very many entries: `node test/integration/sources/memory.ts [entries]`.
 * Prints entries, items, seconds and the highest resident size of the process that read it, which made nothing else.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Given } from '../../../src/engine/sources/given.ts';
import { takeout } from '../../../src/engine/sources/takeout/takeout.ts';
import { ZipWriter } from '../../fixtures/takeoutZip.ts';

const [first = '200000', folder] = process.argv.slice(2);
if (first === 'read') await read(folder!);
else measure(Number(first));

function measure(entries: number): void {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-memory-'));
  try {
    for (const folders of [20, 1]) {
      const zips = path.join(top, String(folders));
      write(zips, entries, folders);
      spawnSync(process.execPath, [import.meta.filename, 'read', zips], { stdio: 'inherit' });
    }
  } finally {
    fs.rmSync(top, { recursive: true });
  }
}

function write(to: string, entries: number, folders: number): void {
  fs.mkdirSync(to);
  const zips = [1, 2, 3, 4].map(part => new ZipWriter(path.join(to, `takeout-20240101T000000Z-00${part}.zip`)));
  for (let i = 0; i < entries / 2; i++) {
    const year = 2000 + (i % folders);
    const title = `PXL_${year}0701_${String(i).padStart(9, '0')}.jpg`;
    const directory = `Takeout/Google Photos/Photos from ${year}`;
    const sidecar = {
      title,
      description: '',
      imageViews: '12',
      creationTime: { timestamp: '1700000000', formatted: 'Nov 14, 2023, 10:13:20 PM UTC' },
      photoTakenTime: { timestamp: String(Date.UTC(year, 6, 1) / 1000 + (i % 80_000)), formatted: '' },
      geoData: { latitude: 52.5, longitude: 13.4, altitude: 34, latitudeSpan: 0, longitudeSpan: 0 },
      people: [{ name: 'Anna' }],
      url: `https://photos.google.com/photo/AF1QipPPPPPPPPPPPPPPPPPPPPPPPPPPPP${i}`,
      googlePhotosOrigin: { mobileUpload: { deviceFolder: { localFolderName: '' }, deviceType: 'ANDROID_PHONE' } },
    };
    zips[i % 4]!.add({ name: `${directory}/${title}`, bytes: Buffer.from(`photo ${i}`), stored: true });
    zips[(i * 7) % 4]!.add({
      name: `${directory}/${title}.supplemental-metadata.json`.replace(/(?<=[^/]{46})[^/]*(?=\.json$)/, ''),
      bytes: Buffer.from(JSON.stringify(sidecar)),
    });
  }
  for (const zip of zips) zip.end();
}

async function read(zips: string): Promise<void> {
  const start = performance.now();
  const given = Given.of([zips]);
  const listings = await given.listings();
  const listed = performance.now();
  let entries = 0;
  for (const { directories } of listings) for (const files of directories.values()) entries += files.length;
  let [items, findings] = [0, 0];
  for await (const event of (await takeout.open(given)).events()) {
    if (event.type === 'item') items++;
    else findings++;
  }
  await given.close();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  // Not resourceUsage(): that counts what this process was before, a copy of its parent.
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8')) ?? [];
  const megabytes = Math.round(Number(kilobytes) / 1000);
  console.log(
    `${entries} entries in ${fs.readdirSync(zips).length} zips: ${items} items, ${findings} findings, ${seconds} s (listed in ${((listed - start) / 1000).toFixed(1)} s), ${megabytes} MB at most`,
  );
}
