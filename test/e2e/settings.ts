/** What the workbench is told, so that nothing moves, pops up or reaches out by itself while tests look at it. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.hover.delay': 100000,
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.shellIntegration.enabled': false,
  'remote.autoForwardPorts': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  'task.quickOpen.showAll': true,
  'task.problemMatchers.neverPrompt': true,
  'task.slowProviderWarning': false,
  // Tests change files, and look at what a verification or an index says of it.
  'keepsake.watch': false,
} as const;

/** The colour themes that every view is looked at in, by the names in the picker. */
export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  contrast: 'Dark High Contrast',
  contrastLight: 'Light High Contrast',
} as const;

export type Theme = keyof typeof themes;

/** The class that the workbench has in each of them. */
export const themeClass: Record<Theme, string> = {
  dark: 'vs-dark',
  light: 'vs',
  contrast: 'hc-black',
  contrastLight: 'hc-light',
};
