import path from 'node:path';
import * as vscode from 'vscode';
import type { ServerOptions } from '../protocol/server.ts';
import { ALBUMS, DEFAULT_LAYOUT, type ExportChoices, METADATA } from './export/choices.ts';
import { EXTENSION, Settings } from './ids.ts';
import { type ConfiguredJob, parseJobs } from './jobs/configured.ts';

function read<T>(key: string, fallback: T, scope?: vscode.Uri): T {
  return vscode.workspace.getConfiguration(EXTENSION, scope).get<T>(key, fallback);
}

function clamp(value: unknown, least: number, most: number, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}

/** Height of a row of a new grid, px. */
export function rowHeight(): number {
  return Math.round(clamp(read(Settings.rowHeight, 140), 90, 320, 140));
}

/** Whether changes on the disk are taken up by themselves. */
export function watchesDisk(): boolean {
  return read<unknown>(Settings.watch, true) !== false;
}

/** In Restricted Mode VS Code leaves the workspace's values of the restricted settings out of these. */
export function serverOptions(): ServerOptions {
  const ffmpeg = read(Settings.ffmpegPath, '').trim();
  const cache = read(Settings.cacheFolder, '').trim();
  return {
    ...(ffmpeg !== '' ? { ffmpeg } : {}),
    ...(path.isAbsolute(cache) ? { cacheDir: cache } : {}),
    noPrograms: !vscode.workspace.isTrusted,
    thumbnailBytes: clamp(read(Settings.thumbnailCacheSize, 2000), 50, 100_000, 2000) * 1_000_000,
  };
}

/** What the command line is told by its environment, beside the window or as a task. */
export function commandEnvironment(): Readonly<Record<string, string>> {
  const { cacheDir, ffmpeg } = serverOptions();
  const programs = [
    ['KEEPSAKE_OSXPHOTOS', Settings.osxphotosPath],
    ['KEEPSAKE_OSXPHOTOS_FLAGS', Settings.osxphotosFlags],
    ['KEEPSAKE_ICLOUDPD', Settings.icloudpdPath],
    ['KEEPSAKE_ICLOUDPD_FLAGS', Settings.icloudpdFlags],
  ] as const;
  const told = programs.map(([name, key]) => [name, read(key, '').trim()] as const);
  return {
    ...(cacheDir != null ? { KEEPSAKE_CACHE: cacheDir } : {}),
    ...(ffmpeg != null ? { KEEPSAKE_FFMPEG: ffmpeg } : {}),
    ...Object.fromEntries(told.filter(([, value]) => value !== '')),
  };
}

/** How an export is made where nothing else is chosen. */
export function exportChoicesOfSettings(): ExportChoices {
  const layout = read<unknown>(Settings.exportLayout, '');
  const one = <T>(values: readonly T[], key: string, fallback: T): T => {
    const value = read<unknown>(key, fallback);
    return values.find(known => known === value) ?? fallback;
  };
  return {
    layout: typeof layout === 'string' && layout.trim() !== '' ? layout.trim() : DEFAULT_LAYOUT,
    metadata: one(METADATA, Settings.exportMetadata, 'embed'),
    albums: one(ALBUMS, Settings.exportAlbums, 'memberships'),
    locked: read<unknown>(Settings.exportLocked, false) === true,
    trashed: read<unknown>(Settings.exportTrashed, false) === true,
  };
}

/** Where an edit writes: into the file where that can be, or beside it. */
export function editTarget(): 'file' | 'sidecar' {
  return read<unknown>(Settings.editTarget, 'file') === 'sidecar' ? 'sidecar' : 'file';
}

/** The jobs of the setting, with a sentence for each entry that is not usable. */
export function configuredJobs(scope?: vscode.Uri): {
  readonly jobs: readonly ConfiguredJob[];
  readonly troubles: readonly string[];
} {
  return parseJobs(read<unknown>(Settings.jobs, [], scope), vscode.l10n);
}

/** Whether a change of the settings needs another server. */
export function concernsServer(event: vscode.ConfigurationChangeEvent): boolean {
  return [Settings.ffmpegPath, Settings.cacheFolder, Settings.thumbnailCacheSize].some(key =>
    event.affectsConfiguration(`${EXTENSION}.${key}`),
  );
}
