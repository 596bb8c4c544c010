// eslint.config.mjs: general rules, and those that keep src/ inside the language that every engine runs.
//
// Espruino runs functions where they stand and loses errors in `finally`; mquickjs is ES5 and no more; Moddable freezes what
// a module made while the firmware was built. test/lint.test.ts breaks each rule once.

import stylistic from '@stylistic/eslint-plugin'
import tseslint from 'typescript-eslint'

const CALLS = ':matches(CallExpression, NewExpression, AwaitExpression, YieldExpression)'
const BUILT_INS = '/^(Array|String|Function|Number|Boolean|RegExp|Date|Error|Promise)$/'
const INHERITED = '/^(constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)$/'
const SYMBOL_GUARDED =
  ':matches(IfStatement, ConditionalExpression, LogicalExpression):has(UnaryExpression[operator="typeof"] > Identifier[name="Symbol"]) *'

// [what, why, selector]
const device = [
  ['labels', 'Espruino has none', 'LabeledStatement'],
  ['finally', 'Espruino loses the pending error in it', 'TryStatement[finalizer!=null]'],
  ['compound assignment of a call', 'Espruino reads the left side after the call',
    `AssignmentExpression[operator!="="] > ${CALLS}.right, AssignmentExpression[operator!="="] > .right ${CALLS}`],
  ['delete in for-in', 'Espruino stops the loop; iterate Object.keys()', 'ForInStatement UnaryExpression[operator="delete"]'],
  ['spread', 'it needs a helper', 'SpreadElement'],
  ['rest parameters', 'they need arguments.length', ':function > RestElement'],
  ['destructuring', 'it needs temporaries', ':matches(ObjectPattern, ArrayPattern)'],
  ['for-of', 'it needs a helper; use an index', 'ForOfStatement'],
  ['template literals', 'they lower to concat(); use +', 'TemplateLiteral'],
  ['generators and async functions', 'they need a helper', ':function:matches([generator=true], [async=true])'],
  ['default parameters that call', 'they hide work', `AssignmentPattern > ${CALLS}.right, AssignmentPattern > .right ${CALLS}`],
  ['writing .length', 'Espruino refuses; make a new array',
    ':matches(AssignmentExpression > MemberExpression.left, UpdateExpression > MemberExpression)[property.name="length"]'],
  ['built-in prototypes', 'Espruino has only Object.prototype; use [].slice.call()',
    `MemberExpression[object.property.name="prototype"][object.object.name=${BUILT_INS}]`],
  ['arguments.length', 'Espruino counts the declared parameters', 'MemberExpression[object.name="arguments"][property.name="length"]'],
  ['typed arrays at module level', 'Moddable puts them in ROM', 'NewExpression[callee.name=/^(\\w+Array|ArrayBuffer|DataView)$/]:not(:function *)'],
  ['Map, Set, WeakMap, Promise', 'Espruino has none', 'NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet|Promise)$/]'],
  ['Symbol without a guard', 'ES5 engines have none; ask typeof Symbol first',
    `:matches(MemberExpression[object.name="Symbol"], CallExpression[callee.name="Symbol"]):not(${SYMBOL_GUARDED}, [computed=true] > .key, TSInterfaceBody *, PropertyDefinition[declare=true] *)`],
  ['static fields', 'Moddable freezes classes', ':matches(PropertyDefinition[static=true], StaticBlock)'],
  ['assignment to a class', 'Moddable freezes classes', 'AssignmentExpression > MemberExpression.left[object.name=/^[A-Z]\\w*[a-z]/][property.name!="prototype"]'],
  ['assignment over an inherited name of Error', 'Moddable freezes Error.prototype; define it',
    'ClassDeclaration[superClass!=null] AssignmentExpression > MemberExpression.left[object.type="ThisExpression"][property.name=/^(name|message|stack)$/]'],
  ['assignment over an inherited name of Object', 'Moddable freezes Object.prototype; define it',
    `AssignmentExpression > MemberExpression.left[property.name=${INHERITED}]`],
  ['data on a prototype', 'Moddable freezes it, and assignment over it fails',
    'AssignmentExpression[right.type!=/^(FunctionExpression|ArrowFunctionExpression)$/] > MemberExpression.left[object.property.name="prototype"]'],
]

function restrictions(rules) {
  return rules.map(([what, why, selector]) => ({ selector, message: `no ${what} in what runs on a device: ${why}` }))
}

const newError = ['new Error', 'src/errors.ts makes all errors', ':matches(NewExpression, CallExpression)[callee.name="Error"]']

const DEVICE_FILES = ['src/**/*.ts', 'targets/{espruino,quickjs,moddable,mquickjs,template,virtual}/*.ts']

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.engines/', 'scratch/', 'test/user/', 'targets/cli/project/', 'test/engines/facts/', '**/*.d.ts'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./targets/emulator/guest/tsconfig.json', './tsconfig.json', './tsconfig.cases.json', './tsconfig.test.json', './test/types/tsconfig.json'] },
    },
    rules: {
      // functions may stand below their callers: the build moves them up
      '@typescript-eslint/no-use-before-define': ['error', { functions: false, classes: false, variables: false, typedefs: false }],
      '@typescript-eslint/no-unused-expressions': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
      // callers in plain JavaScript give what the types forbid, so it is looked at and converted
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      // generators cannot be typed without
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // a coroutine need not wait
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    // lines that must not compile stand there
    files: ['test/types/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { stylistic },
    rules: {
      'stylistic/semi': ['error', 'never'],
      'stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
      'stylistic/no-trailing-spaces': 'error',
      'stylistic/eol-last': 'error',
      'stylistic/no-tabs': 'error',
      'stylistic/max-len': ['error', { code: 140, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      'default-case-last': 'error',
      'no-sparse-arrays': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: DEVICE_FILES,
    rules: {
      'no-restricted-syntax': ['error', ...restrictions([...device, newError])],
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['src/errors.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restrictions(device)] },
  },
)
