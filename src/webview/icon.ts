// Icons: codicons by Microsoft, CC BY 4.0, but for `live`, `reject` and `stack`, which are Keepsake's own.

import save from '@vscode/codicons/src/icons/bookmark.svg';
import calendar from '@vscode/codicons/src/icons/calendar.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import dash from '@vscode/codicons/src/icons/dash.svg';
import disconnect from '@vscode/codicons/src/icons/debug-disconnect.svg';
import video from '@vscode/codicons/src/icons/device-camera-video.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import errorIcon from '@vscode/codicons/src/icons/error.svg';
import file from '@vscode/codicons/src/icons/file.svg';
import photo from '@vscode/codicons/src/icons/file-media.svg';
import filter from '@vscode/codicons/src/icons/filter.svg';
import flag from '@vscode/codicons/src/icons/flag.svg';
import folder from '@vscode/codicons/src/icons/folder-opened.svg';
import globe from '@vscode/codicons/src/icons/globe.svg';
import heartEmpty from '@vscode/codicons/src/icons/heart.svg';
import heart from '@vscode/codicons/src/icons/heart-filled.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import json from '@vscode/codicons/src/icons/json.svg';
import details from '@vscode/codicons/src/icons/layout-sidebar-right.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import fit from '@vscode/codicons/src/icons/screen-normal.svg';
import starEmpty from '@vscode/codicons/src/icons/star-empty.svg';
import starFull from '@vscode/codicons/src/icons/star-full.svg';
import sync from '@vscode/codicons/src/icons/sync.svg';
import squares from '@vscode/codicons/src/icons/table.svg';
import unverified from '@vscode/codicons/src/icons/unverified.svg';
import verified from '@vscode/codicons/src/icons/verified.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import keepsake from './icons/keepsake.svg';
import live from './icons/live.svg';
import reject from './icons/reject.svg';
import stack from './icons/stack.svg';

const icons = {
  calendar,
  check,
  chevronLeft,
  chevronRight,
  circleSlash,
  close,
  copy,
  dash,
  details,
  disconnect,
  edit,
  error: errorIcon,
  file,
  filter,
  save,
  fit,
  flag,
  folder,
  globe,
  heart,
  heartEmpty,
  history,
  info,
  json,
  keepsake,
  live,
  photo,
  play,
  question,
  reject,
  stack,
  starEmpty,
  starFull,
  squares,
  sync,
  unverified,
  verified,
  video,
  warning,
  zoomIn,
};

export type IconName = keyof typeof icons;

const svg = 'http://www.w3.org/2000/svg';

/** Puts the icons into the page once, as symbols that `icon` refers to: a strict policy allows no icon font. */
export function installIcons(): void {
  const sprite = document.createElementNS(svg, 'svg');
  sprite.setAttribute('class', 'sprite');
  sprite.setAttribute('aria-hidden', 'true');
  for (const [name, text] of Object.entries(icons)) {
    const drawn = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    const symbol = document.createElementNS(svg, 'symbol');
    symbol.id = `i-${name}`;
    symbol.setAttribute('viewBox', drawn.getAttribute('viewBox') ?? '0 0 16 16');
    symbol.append(...drawn.childNodes);
    sprite.append(symbol);
  }
  document.body.append(sprite);
}

export function icon(name: IconName, style = ''): SVGSVGElement {
  const drawn = document.createElementNS(svg, 'svg');
  drawn.setAttribute('class', style === '' ? 'i' : `i ${style}`);
  drawn.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `#i-${name}`);
  drawn.append(use);
  return drawn;
}
