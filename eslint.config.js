import tseslint from 'typescript-eslint';

import { noRecursion, UNBOUNDED_LOOPS } from './admin/lint/bounded.ts';

const namespaceOfZod = {
  selector: "ImportDeclaration[source.value='zod'] ImportSpecifier",
  message: "import * as z from 'zod': the named import bundles five times as much.",
};

/** Customers' words are text: nothing in the console makes markup of a string. */
const MARKUP_OF_STRINGS = [
  {
    selector: 'JSXAttribute[name.name=/^(dangerouslySetInnerHTML|style)$/]',
    message: 'No markup from strings, and no inline style: the policy forbids both. Use elements and classes.',
  },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]',
    message: 'No markup from strings: Trusted Types refuse it.',
  },
];

/** A moment is an element whose title has it in UTC, too. */
const BARE_MOMENT = {
  selector: 'CallExpression[callee.name=/^(when|clock|atTime|between|dateOf)$/]',
  message: 'A moment that is shown is a <Time>, which takes this as `as`.',
};

const IMPATIENT = {
  selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^wait(For|Until)$/][arguments.length=1]",
  message: 'A second is too short where cores are busy: say for how long to wait, such as a minute.',
};

const pure = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time is a dependency: take a Clock.' },
    { object: 'Math', property: 'random', message: 'Randomness is a dependency: take Ids.' },
    { object: 'process', property: 'env', message: 'The environment is read in runtime/environment.ts alone.' },
  ],
};

export default tseslint.config(
  { ignores: ['node_modules', '**/build', 'cdk.out', '.herald', 'client/src/schema.ts'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', namespaceOfZod, IMPATIENT],
      // Stores, ports and services are objects of closures: their functions need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowInGenericTypeArguments: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A closure may hold what is set only later.
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
    },
  },
  {
    files: ['shared/**/*.ts', 'functions/**/*.ts'],
    ignores: ['shared/platform/system-clock.ts', 'shared/runtime/environment.ts'],
    rules: pure,
  },
  {
    files: ['shared/**/*.ts', 'functions/**/*.ts'],
    plugins: { herald: { rules: { 'no-recursion': noRecursion } } },
    rules: {
      'herald/no-recursion': 'error',
      'no-restricted-syntax': ['error', namespaceOfZod, ...UNBOUNDED_LOOPS],
    },
  },
  {
    files: ['console/**/*.ts', 'console/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', namespaceOfZod, ...MARKUP_OF_STRINGS] },
  },
  {
    files: ['console/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', namespaceOfZod, ...MARKUP_OF_STRINGS, BARE_MOMENT] },
  },
  {
    // An awaited schedule, a fake port and a CDK construct read better without these.
    files: ['test/**/*.ts', 'lib/**/*.ts', 'local/**/*.ts', 'bench/**/*.ts', 'admin/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      // What comes over the wire here was shaped by a real SDK; a parser of ours would test nothing.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
    },
  },
);
