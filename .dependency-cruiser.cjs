/** The layers of docs/architecture.md, enforced. "Only here" packages are at the end. */
const may = (folder, others) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only: ${['itself', ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...others].join('|')})/` },
});
const onlyIn = (name, packages, folders) => ({
  name: `only-${folders.join('-')}-imports-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/(${folders.join('|')})/` },
  to: { path: packages },
});

module.exports = {
  forbidden: [
    may('model', []),
    may('ports', ['model']),
    may('parse', ['model']),
    may('rules', ['model']),
    may('detect', ['model', 'rules']),
    may('gates', ['model', 'rules']),
    may('plan', ['model', 'rules']),
    may('report', ['model']),
    may('config', ['model']),
    may('collect', ['ports', 'parse', 'model']),
    may('steps', ['ports', 'parse', 'model']),
    may('execute', ['ports', 'model', 'collect', 'detect', 'gates', 'steps', 'plan']),
    may('adapters', ['ports', 'model']),
    {
      name: 'lab-imports',
      comment: 'src/lab may import only itself, ports, model and the yaml writer of config',
      severity: 'error',
      from: { path: '^src/lab/' },
      to: { path: '^src/', pathNot: '^src/(lab|ports|model)/|^src/config/yaml-text\\.ts$' },
    },
    {
      name: 'cli-imports',
      comment: 'src/cli may import everything but the adapters: they come in as ports',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/(adapters/|main\\.ts)' },
    },
    {
      name: 'pure-stays-pure',
      comment: 'what decides must not reach the world, not even through a third file',
      severity: 'error',
      from: { path: '^src/(model|parse|detect|gates|plan|rules|report)/' },
      to: { path: '^src/(adapters|execute|collect|steps|lab)/', reachable: true },
    },
    {
      name: 'nothing-imports-main',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'core-modules',
      comment: 'the world is touched only in adapters (and main); paths and digests are pure',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(adapters/|main\\.ts)' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(path|crypto)(/posix)?$' },
    },
    onlyIn('world', 'node_modules/(execa|cassandra-driver|ora)/', ['adapters']),
    onlyIn('yaml-zod', 'node_modules/(yaml|zod)/', ['config']),
    onlyIn('chalk', 'node_modules/chalk/', ['report']),
    onlyIn('commander', 'node_modules/commander/', ['cli']),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$|^src/main\\.ts$|^bin/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.json'],
    },
  },
};
