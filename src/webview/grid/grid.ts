import '../base.css';
import './grid.css';
import '../filter/filter.css';
import { acquireHost } from '../host.ts';
import { installIcons } from '../icon.ts';
import { installToolkit } from '../toolkit.ts';
import { Session } from './session.ts';

const host = acquireHost();
installToolkit();
installIcons();
// The native menu offers to cut and paste text; what can be done with photos is the extension's to add.
document.body.dataset.vscodeContext = JSON.stringify({ preventDefaultContextMenuItems: true });
const session = new Session(host, document.body);
window.addEventListener('message', event => session.receive(event.data));
window.addEventListener('error', event =>
  host.postMessage({ type: 'trouble', message: event.message.slice(0, 10_000) }),
);
window.addEventListener('unhandledrejection', event =>
  host.postMessage({ type: 'trouble', message: String(event.reason).slice(0, 10_000) }),
);
host.postMessage({ type: 'ready' });
