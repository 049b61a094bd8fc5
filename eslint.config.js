import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const pure = ['model', 'parse', 'detect', 'gates', 'plan', 'report', 'rules'].map(
  (folder) => `src/${folder}/**/*.ts`,
);

/** Folders that decide may not read a clock, roll dice, or touch the process: those come in as values. */
const noWorld = {
  'no-restricted-globals': [
    'error',
    'process',
    'setTimeout',
    'setInterval',
    'performance',
    'fetch',
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Take the time as a value.' },
    { object: 'Math', property: 'random', message: 'Take randomness from a port.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Take the time as a value.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'test/fixtures/', '.dependency-cruiser.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 50 }],
      complexity: ['error', { max: 10, variant: 'modified' }],
    },
  },
  { files: pure, rules: noWorld },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 400 }] },
  },
  {
    files: ['bin/**/*.js', 'test/**/*.js', '*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  { files: ['vitest.config.ts'], rules: { 'no-restricted-exports': 'off' } },
);
