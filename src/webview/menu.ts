/** What VS Code weighs the `when` of its context menus by, on what stands for a photo. */
export const photoContext = JSON.stringify({ webviewSection: 'keepsakePhoto' });
/** The same of one that is in a stack. */
export const stackContext = JSON.stringify({ webviewSection: 'keepsakePhoto', keepsakeStack: true });
