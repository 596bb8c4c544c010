// eslint.config.mjs: finds coroutines that nobody awaits: they do nothing.

import tseslint from 'typescript-eslint'

export default [
  {
    files: ['src/**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', {
        checkThenables: true, // sleep(5), queue.get() and what generators give are no Promise
        ignoreVoid: false, // `void blink()` does not blink either
        allowForKnownSafePromises: [{ from: 'package', package: 'ringloop', name: ['Task', 'Future'] }], // these run by themselves
      }],
      '@typescript-eslint/no-misused-promises': 'error', // onPress(async () => ...) does nothing when pressed
      '@typescript-eslint/await-thenable': 'error', // await of an ordinary generator gives the generator
      'no-restricted-properties': ['error', ...['catch', 'finally'].map((property) => ({ property, message: 'A coroutine has none; use try.' }))],
    },
  },
]
