// What esbuild turns into text or into a file of its own.
declare module '*.svg' {
  const text: string;
  export default text;
}
declare module '*.css';
