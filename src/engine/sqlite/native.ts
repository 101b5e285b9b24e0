/** Loads better-sqlite3, which crashes without a word on a Node older than its Node-API: so that is asked first. */
import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';

/** This Node can't load the native parts. */
export class NativeMissing extends Error {
  override readonly name = 'NativeMissing';
}

const NODE_API = 10;

/** @throws {NativeMissing} with what to do */
export function loadSqlite(): typeof Database {
  const api = Number(process.versions.napi ?? 0);
  if (api < NODE_API)
    throw new NativeMissing(
      `This is Node ${process.versions.node} (Node-API ${api}); Keepsake's database needs Node 22.14 or later. Nothing was changed. In a clone of the project use "npm run --silent keepsake -- …", which brings its own Node; else install Node 24.`,
    );
  try {
    return createRequire(import.meta.url)('better-sqlite3') as typeof Database;
  } catch (error) {
    throw new NativeMissing(
      `Keepsake's database part (better-sqlite3) can't be loaded on ${process.platform}-${process.arch}: ${(error as Error).message}. Nothing was changed. Run "npm ci" again, or install the package made for this system.`,
    );
  }
}
