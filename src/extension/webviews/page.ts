export interface Page {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** New for every page. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
}

/** Text as HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.codePointAt(0)};`);
}

/**
 * The page of a webview: one script, one style sheet, and a policy under which nothing else runs or loads.
 * The toolkit's styles take their nonce from the meta element `csp-nonce`.
 */
export function webviewPage(page: Page): string {
  const { cspSource, nonce } = page;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} blob: data:`,
    `media-src ${cspSource} blob:`,
    `font-src ${cspSource}`,
    // Previews are fetched in parts, so that the service worker doesn't keep them.
    `connect-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<title>${escaped(page.title)}</title>
<link rel="stylesheet" href="${escaped(page.style)}" nonce="${nonce}">
</head>
<body data-vscode-context="${escaped(JSON.stringify({ preventDefaultContextMenuItems: true }))}">
<script nonce="${nonce}" src="${escaped(page.script)}"></script>
</body>
</html>
`;
}
