import type { Plugin } from 'rolldown';

/** Lays `<name>.js` beside `<name>-program.js`: it turns the compile cache on before it loads that. */
export function launcher(name: string): Plugin {
  return {
    name: 'launcher',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: `${name}.js`,
        source: `import { useCompileCache } from './compile-cache.js';

useCompileCache(process.env);
await import('./${name}-program.js');
`,
      });
    },
  };
}
