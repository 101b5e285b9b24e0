import type { FromWebview, GridState } from '../protocol/webview.ts';

/** What VS Code gives to the script of a webview, once. */
export interface HostApi {
  postMessage(message: FromWebview): void;
  getState(): GridState | undefined;
  setState(state: GridState): void;
}

declare function acquireVsCodeApi(): HostApi;

export const acquireHost = (): HostApi => acquireVsCodeApi();
