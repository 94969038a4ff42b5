import http from 'node:http';
import type { Plugin } from 'rolldown';

const id = '\0builtin-http';

/** Names of the module that are values and not getters. A getter loads what it gives, for example all of undici. */
const names = Object.entries(Object.getOwnPropertyDescriptors(http))
  .filter(([name, { value }]) => value !== undefined && /^[A-Za-z]\w*$/.test(name))
  .map(([name]) => name);

/**
 * Takes node:http as CommonJS has it. An `import` of it reads every property for its namespace, among them getters
 * that load undici, which costs each program 27 ms and some megabytes for nothing.
 */
export function builtinHttp(): Plugin {
  return {
    name: 'builtin-http',
    resolveId: (source, importer, { kind }) =>
      kind === 'import-statement' && importer !== id && /^(node:)?http$/.test(source) ? id : null,
    load: (loaded) =>
      loaded === id
        ? `const http = process.getBuiltinModule('node:http');
export default http;
export const { ${names.join(', ')} } = http;`
        : null,
  };
}
