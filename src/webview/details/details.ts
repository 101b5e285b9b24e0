import '../base.css';
import './details.css';
import { acquireHost } from '../host.ts';
import { installIcons } from '../icon.ts';
import { installToolkit } from '../toolkit.ts';
import { DetailsView } from './view.ts';

const host = acquireHost();
installToolkit();
installIcons();
const view = new DetailsView(message => host.postMessage(message), document.body);
window.addEventListener('message', event => view.receive(event.data));
window.addEventListener('error', event =>
  host.postMessage({ type: 'trouble', message: event.message.slice(0, 10_000) }),
);
window.addEventListener('unhandledrejection', event =>
  host.postMessage({ type: 'trouble', message: String(event.reason).slice(0, 10_000) }),
);
host.postMessage({ type: 'ready' });
