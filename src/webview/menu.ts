/** What VS Code weighs the `when` of its context menus by, on what stands for a photo. */
export const photoContext = JSON.stringify({ webviewSection: 'keepsakePhoto' });
