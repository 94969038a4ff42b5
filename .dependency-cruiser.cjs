/** Layers of docs/architecture.md. A wrong import fails `npm run check`. */
const outside = (...rooms) => ({ pathNot: `^director/(${rooms.join('|')})/` });
const within = '^director/';

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^electron$' } },
    {
      name: 'contract-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^director/contract/' },
      to: { path: '^(director|renderer|electron)/', pathNot: '^director/contract/' },
    },
    {
      name: 'contract-runs-everywhere',
      comment: 'The renderer bundles the contract: it may use zod and nothing of Node.',
      severity: 'error',
      from: { path: '^director/contract/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'outside-knows-only-the-contract',
      severity: 'error',
      from: { path: '^(renderer|electron|director/cli)/' },
      to: { path: '^director/', pathNot: '^director/(contract|cli|installation)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(director/(installation|cli)|electron)/' },
    },
    { name: 'renderer-no-core', severity: 'error', from: { path: '^renderer/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'director-has-no-electron',
      severity: 'error',
      from: { path: within },
      to: { path: '^(electron|renderer)(/|$)|node_modules/electron' },
    },
    {
      name: 'domain-does-not-know-its-callers',
      severity: 'error',
      from: { path: within, pathNot: '^director/(api|cli|legacy|composition|main\\.ts|serve\\.ts|director\\.ts)' },
      to: { path: '^director/(api|cli|legacy)/' },
    },
    {
      name: 'old-and-new-api-stand-side-by-side',
      comment: 'Both call the domain; neither knows the other, so that each can go without the other.',
      severity: 'error',
      from: { path: '^director/(api|legacy)/' },
      to: { path: '^director/(api|cli|legacy)/', pathNot: '^director/$1/' },
    },
    {
      name: 'sql-only-in-the-store',
      severity: 'error',
      from: { path: within, pathNot: '^director/store/' },
      to: { path: 'node_modules/better-sqlite3' },
    },
    {
      name: 'manager-and-agent-stand-alone',
      comment:
        'They run inside instances: they know the wire, the contract, archives and service types, never the Director.',
      severity: 'error',
      from: { path: '^director/(manager|agent)/' },
      to: {
        path: within,
        ...outside('manager', 'agent', 'wire', 'contract', 'services', 'archives', 'processes', 'logging'),
      },
    },
    {
      name: 'manager-and-agent-do-not-share-code-with-each-other',
      severity: 'error',
      from: { path: '^director/manager/' },
      to: { path: '^director/agent/' },
    },
    {
      name: 'services-know-no-cloud',
      severity: 'error',
      from: { path: '^director/services/' },
      to: { path: '^director/(clouds|store|api|applications|operations|certificates)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
