/** A Photos library of thousands, made out of a real small one: a photo of it many times over, each with bytes of its own. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { loadSqlite } from '../../src/engine/sqlite/native.ts';
import { PLACE } from './keepsake.ts';

const SHARED = process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared');
const SAMPLES = path.join(SHARED, 'samples/photos-library');

/** `BENCH_LIBRARY` names another one; it is only read. */
function smallLibrary(): string | undefined {
  const named = process.env.BENCH_LIBRARY;
  if (named != null) return named;
  const sample = fs.existsSync(SAMPLES) ? fs.readdirSync(SAMPLES).find(name => name.endsWith('.photoslibrary')) : null;
  return sample == null ? undefined : path.join(SAMPLES, sample);
}

type Row = Record<string, unknown>;

/** @returns its path; undefined where there is no library to make it of */
export function largeLibrary(photos: number): string | undefined {
  const small = smallLibrary();
  if (small == null) return undefined;
  const library = path.join(PLACE, `library-${photos}.photoslibrary`);
  const made = path.join(PLACE, `library-${photos}.made`);
  if (fs.existsSync(made)) return library;
  fs.rmSync(library, { recursive: true, force: true });
  fs.cpSync(small, library, { recursive: true });
  const db = new (loadSqlite())(path.join(library, 'database/Photos.sqlite'));
  // They ask for functions that only Photos has.
  for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
    name: string;
  }[])
    db.exec(`DROP TRIGGER "${name}"`);
  const model = (db.prepare('SELECT * FROM ZASSET WHERE ZTRASHEDSTATE = 0 AND ZKIND = 0').all() as Row[]).find(
    row => /\.jpe?g$/i.test(String(row.ZFILENAME)) && fs.existsSync(fileOf(library, row)),
  );
  if (model == null) throw new Error(`${small} has no JPEG of its own.`);
  const told = db.prepare('SELECT * FROM ZADDITIONALASSETATTRIBUTES WHERE ZASSET = ?').get(model.Z_PK) as Row;
  const bytes = fs.readFileSync(fileOf(library, model));
  const insert = (table: string, row: Row): void => {
    const names = Object.keys(row);
    db.prepare(`INSERT INTO ${table}(${names.join()}) VALUES (${names.map(() => '?').join()})`).run(Object.values(row));
  };
  db.transaction(() => {
    for (let i = 0; i < photos; i++) {
      const [asset, more, uuid] = [1_000_000 + i, 2_000_000 + i, randomUUID().toUpperCase()];
      const row: Row = { ...model, Z_PK: asset, ZADDITIONALATTRIBUTES: more, ZUUID: uuid };
      Object.assign(row, { ZFILENAME: `${uuid}.jpeg`, ZDIRECTORY: uuid.slice(0, 1) });
      // Seconds from 2001: four photos a day.
      if (typeof model.ZDATECREATED === 'number') row.ZDATECREATED = 400_000_000 + i * 21_600;
      insert('ZASSET', row);
      const name = `IMG_${String(i).padStart(5, '0')}.JPG`;
      const attributes: Row = { ...told, Z_PK: more, ZASSET: asset, ZORIGINALFILENAME: name };
      // Its bytes are other ones, of which nothing is recorded.
      for (const column of Object.keys(told)) if (/HASH|FINGERPRINT/.test(column)) attributes[column] = null;
      insert('ZADDITIONALASSETATTRIBUTES', attributes);
      const file = fileOf(library, row);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, Buffer.concat([bytes, Buffer.from(`photo ${i}`)]));
    }
  })();
  db.close();
  fs.writeFileSync(made, '');
  return library;
}

const fileOf = (library: string, { ZDIRECTORY, ZFILENAME }: Row): string =>
  path.join(library, 'originals', String(ZDIRECTORY), String(ZFILENAME));
