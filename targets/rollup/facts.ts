// facts.ts: what engines do otherwise than the language, and what to write instead.
//
// Each fact has a program of its name, test/engines/facts/<id>.js, that prints something else on the engines named here than in
// V8, and the same as V8 on all others; `npx tsx test/engines/run.ts` runs them on the engines that are there.
//   F1  `found` says where the build sees it: in the user's source; in the output, if the build mends what users write and only
//       looks whether it did; in both; or nowhere, since it cannot be seen without running the program
//   F2  messages read `<what>: <why>; <remedy>`, and the remedy passes the check (test/checks.test.ts)
// builtins.ts tells which globals and methods are missing; checks.ts finds what is told here.

export type TargetName = 'espruino' | 'quickjs' | 'moddable' | 'mquickjs' | 'node'
/** Those that have facts: Node is what the language says. */
export type Device = Exclude<TargetName, 'node'>

export interface Fact {
  engines: readonly Device[]
  what: string
  why: string
  remedy: string
  found: 'source' | 'output' | 'both' | 'nowhere'
}

export const NAMES: Record<TargetName, string> = {
  espruino: 'Espruino', quickjs: 'QuickJS', moddable: 'Moddable', mquickjs: 'mquickjs', node: 'Node',
}

export const FACTS = {
  // Syntax and control flow
  'holes': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'a hole in an array', why: 'Espruino cannot skip it in code that does not run, mquickjs refuses it',
    remedy: 'write undefined',
  },
  'labels': {
    engines: ['espruino'], found: 'both',
    what: 'a label', why: 'Espruino has none',
    remedy: 'put the loops into a function and return from it',
  },
  'of-name': {
    engines: ['espruino'], found: 'both',
    what: 'a variable, parameter or function of the name `of`', why: 'Espruino takes it for the keyword, anywhere',
    remedy: 'give it another name',
  },
  'ascii-name': {
    engines: ['espruino', 'mquickjs'], found: 'output',
    what: 'a name with a letter outside ASCII', why: 'neither Espruino nor mquickjs reads it',
    remedy: 'give it another name, or put that of a property in quotes',
  },
  'leading-text': {
    engines: ['espruino'], found: 'both',
    what: 'a text at the start of a statement', why: 'Espruino takes it for empty behind `case x:` and behind a block that was skipped',
    remedy: 'put it on the right of the comparison, or into a variable',
  },
  'default-last': {
    engines: ['espruino'], found: 'both',
    what: 'a case after default', why: 'Espruino refuses it',
    remedy: 'put default last',
  },
  'do-in-case': {
    engines: ['espruino'], found: 'output',
    what: 'do...while in a case', why: 'Espruino forgets the break or continue that passes over it',
    remedy: 'use while',
  },
  'finally-call': {
    engines: ['espruino'], found: 'both',
    what: 'a call in finally', why: 'Espruino loses the error that is on its way if anything in it runs a try/catch',
    remedy: 'clean up after a catch that throws again, catch (error) { cleanUp(); throw error }, and after the try; or make the function async and await in the try',
  },
  'finally-throw': {
    engines: ['espruino'], found: 'both',
    what: 'throw in finally', why: 'Espruino goes on as if nothing was thrown',
    remedy: 'throw after the try statement',
  },
  'finally-jump': {
    engines: ['espruino'], found: 'both',
    what: 'return, break or continue in finally', why: 'Espruino ignores it while an error is on its way',
    remedy: 'use catch, and leave after the try statement',
  },
  'in-in-for': {
    engines: ['espruino'], found: 'both',
    what: '`in` at the start of a for loop', why: 'Espruino takes it for a for-in loop',
    remedy: 'put it into a variable before the loop',
  },
  'delete-in-for-in': {
    engines: ['espruino'], found: 'both',
    what: 'delete in for-in', why: 'Espruino ends the loop there',
    remedy: 'loop over Object.keys()',
  },
  'getter-statement': {
    engines: ['espruino'], found: 'source',
    what: 'a property as a statement', why: 'Espruino does not call its getter',
    remedy: 'use the value, or make it a method',
  },
  'compound-call': {
    engines: ['espruino'], found: 'both',
    what: 'a compound assignment of what changes its left side', why: 'Espruino reads the left side last',
    remedy: 'put the result of the call into a variable first',
  },
  'hoisting': {
    engines: ['espruino'], found: 'output',
    what: 'a function below what runs', why: 'Espruino does not know it before its declaration has run',
    remedy: 'declare it above',
  },
  'block-function': {
    engines: ['mquickjs'], found: 'both',
    what: 'a function declared in a block', why: 'mquickjs does not know it by its name',
    remedy: 'write const f = () => ..., or declare it outside of the block',
  },
  'skipped-var': {
    engines: ['espruino'], found: 'output',
    what: 'a variable whose var may be skipped', why: 'Espruino does not know it until the var has run',
    remedy: 'declare it at the top of its function',
  },
  'loop-closure': {
    engines: ['espruino', 'mquickjs'], found: 'nowhere',
    what: 'let in a loop', why: 'all closures of a loop have one variable on Espruino; mquickjs has no let',
    remedy: 'nothing: the build lowers it',
  },
  'catch-name': {
    engines: ['mquickjs'], found: 'output',
    what: 'a catch variable named like another variable in its function', why: 'mquickjs refuses it, or takes the one for the other',
    remedy: 'give it a name of its own',
  },
  'direct-eval': {
    engines: ['mquickjs'], found: 'both',
    what: 'eval', why: 'mquickjs has only the indirect one, which sees no local variables',
    remedy: 'write (0, eval)(code)',
  },

  // Functions and objects
  'arguments-length': {
    engines: ['espruino'], found: 'both',
    what: 'arguments.length', why: 'Espruino counts at least the declared parameters',
    remedy: 'use a rest parameter, or ask whether a parameter is undefined',
  },
  'new-primitive': {
    engines: ['espruino'], found: 'both',
    what: 'new of a function that returns a number, string or boolean', why: 'Espruino gives that instead of the object',
    remedy: 'return nothing',
  },
  'new-spread': {
    engines: ['espruino', 'mquickjs'], found: 'source',
    what: 'new with spread arguments', why: 'it needs new of a bound function, which Espruino calls without the arguments and mquickjs refuses',
    remedy: 'name the arguments, or pass the array',
  },
  'length-write': {
    engines: ['espruino'], found: 'both',
    what: 'an assignment to the length of an array', why: 'Espruino refuses it',
    remedy: 'make a new array, or use splice()',
  },
  'array-gap': {
    engines: ['mquickjs'], found: 'nowhere',
    what: 'an element beyond the end of an array', why: 'mquickjs throws, for arrays have no holes there',
    remedy: 'push, or make the array with new Array(length)',
  },
  'built-in-prototype': {
    engines: ['espruino'], found: 'both',
    what: 'a method of a built-in prototype by name', why: 'Espruino has only those of Object.prototype',
    remedy: 'take it from a value: [].slice.call(list)',
  },
  'object-create-properties': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'Object.create with properties', why: 'neither Espruino nor mquickjs has that',
    remedy: 'define them one by one with Object.defineProperty',
  },
  'object-to-string': {
    engines: ['espruino'], found: 'both',
    what: 'Object.prototype.toString.call', why: 'Espruino gives the text of the value, not its class',
    remedy: 'use typeof, Array.isArray or instanceof',
  },
  'inherited-static': {
    engines: ['espruino'], found: 'nowhere',
    what: 'a static member of a base class that is set after the class was derived',
    why: 'Espruino classes inherit no statics, so they are copied when the class is made',
    remedy: 'name the class that has it',
  },
  'boxed': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'new of Number, String or Boolean', why: 'Espruino gives the bare value, mquickjs refuses it',
    remedy: 'leave out new',
  },
  'not-enumerable': {
    engines: ['espruino', 'mquickjs'], found: 'nowhere',
    what: 'a property that is not enumerable', why: 'for-in and JSON.stringify show it on Espruino and mquickjs',
    remedy: 'ask for the names you want',
  },
  'read-only': {
    engines: ['mquickjs'], found: 'nowhere',
    what: 'a property that is not writable', why: 'it is on mquickjs',
    remedy: 'use readonly, which TypeScript checks',
  },
  'for-in-inherited': {
    engines: ['mquickjs'], found: 'nowhere',
    what: 'for-in over inherited names', why: 'mquickjs gives own names only',
    remedy: 'loop over Object.keys(), which is the same on every engine',
  },
  'key-order': {
    engines: ['espruino', 'mquickjs'], found: 'nowhere',
    what: 'keys that are whole numbers', why: 'Espruino and mquickjs give them in the order in which they were made',
    remedy: 'sort them',
  },

  // Errors
  'error-class': {
    engines: ['espruino'], found: 'source',
    what: 'instanceof of a class of errors of the engine', why: 'undefined.x and o.nope() throw a plain Error on Espruino',
    remedy: 'look at error.message, or throw and catch a class of your own',
  },
  'error-instance': {
    engines: ['espruino'], found: 'nowhere',
    what: 'instanceof Error', why: 'it is false for a TypeError, ReferenceError or SyntaxError of Espruino',
    remedy: 'let what is no error of yours through',
  },
  'error-name': {
    engines: ['espruino'], found: 'source',
    what: 'the name of an error', why: 'errors of Espruino have none',
    remedy: 'use String(error), or instanceof of a class of your own',
  },
  'assign-error-field': {
    engines: ['moddable'], found: 'source',
    what: 'assignment of name, message or stack in an error class', why: 'Moddable freezes Error.prototype, so assigning over it throws',
    remedy: "define it: Object.defineProperty(this, 'name', { value: ... })",
  },
  'assign-to-error': {
    engines: ['mquickjs', 'moddable'], found: 'nowhere',
    what: 'this.message in an object that only inherits from Error.prototype', why: 'mquickjs throws, and Moddable freezes Error.prototype',
    remedy: 'make it with new Error() and give it a prototype with Object.setPrototypeOf',
  },
  'argument-throw': {
    engines: ['espruino'], found: 'nowhere',
    what: 'an argument that throws', why: 'Espruino never frees the variables around the function that was to be called',
    remedy: 'put it into a variable first, if it may throw often',
  },
  'stack-overflow': {
    engines: ['espruino', 'moddable'], found: 'nowhere',
    what: 'a stack overflow', why: 'neither catch nor finally sees it on Espruino and Moddable',
    remedy: 'recur less deep: await starts anew',
  },

  // Moddable's frozen built-ins
  'assign-inherited': {
    engines: ['moddable'], found: 'both',
    what: 'assignment over a name of Object.prototype', why: 'Moddable freezes that, so the assignment throws',
    remedy: 'define it: in a literal, or with Object.defineProperty',
  },
  'patched-prototype': {
    engines: ['moddable'], found: 'both',
    what: 'a new method of a built-in', why: 'Moddable freezes built-ins',
    remedy: 'write a function that takes the value',
  },

  // Values
  'new-date': {
    engines: ['mquickjs'], found: 'both',
    what: 'a Date', why: 'mquickjs has only Date.now()',
    remedy: 'keep the milliseconds of Date.now()',
  },
  'negative-zero': {
    engines: ['espruino'], found: 'source',
    what: '-0', why: 'it is 0 on Espruino',
    remedy: 'keep the sign in a variable of its own',
  },
  'number-text': {
    engines: ['espruino'], found: 'nowhere',
    what: 'the text of a fraction', why: 'Espruino prints 11 digits after the point',
    remedy: 'use no fractions as keys',
  },
  'unstable-sort': {
    engines: ['espruino'], found: 'nowhere',
    what: 'the order of what compares as equal', why: 'sort() of Espruino does not keep it',
    remedy: 'compare a sequence number too',
  },
  'json-filter': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'the function or list given to JSON.parse or JSON.stringify', why: 'Espruino and mquickjs do not use it',
    remedy: 'change the value before or after',
  },
  'split-limit': {
    engines: ['espruino'], found: 'both',
    what: 'the limit of split()', why: 'Espruino does not look at it',
    remedy: 'use split().slice(0, limit)',
  },

  // Regular expressions
  'regex-question': {
    engines: ['espruino'], found: 'both',
    what: '? in a regular expression', why: 'Espruino has no optional parts, lazy repeats, (?:groups) or look-around',
    remedy: 'use * or |, or string methods',
  },
  'regex-counted': {
    engines: ['espruino'], found: 'both',
    what: '{n} in a regular expression', why: 'Espruino does not know it',
    remedy: 'write the part n times',
  },
  'regex-repeated-group': {
    engines: ['espruino'], found: 'both',
    what: 'a repeated group in a regular expression', why: 'Espruino repeats only single characters and classes',
    remedy: 'loop, or use string methods',
  },
  'regex-boundary': {
    engines: ['espruino'], found: 'both',
    what: '\\b in a regular expression', why: 'Espruino does not know word boundaries',
    remedy: 'write the characters that may stand there, such as (^|\\s)',
  },
  'regex-backreference': {
    engines: ['espruino'], found: 'both',
    what: 'a back reference in a regular expression', why: 'Espruino refuses it',
    remedy: 'match both parts and compare them',
  },
  'regex-escape': {
    engines: ['espruino'], found: 'both',
    what: '\\u in a regular expression', why: 'Espruino does not know it',
    remedy: 'use indexOf() with a string',
  },
  'regex-flags': {
    engines: ['espruino'], found: 'both',
    what: 'a flag other than g and i', why: 'Espruino knows no other',
    remedy: 'split the text into lines or characters first',
  },
  'regex-lookbehind': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'look-behind in a regular expression', why: 'neither Espruino nor mquickjs has it',
    remedy: 'match what stands before as well, and take a group',
  },
  'regex-named-group': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'a named group in a regular expression', why: 'neither Espruino nor mquickjs has it',
    remedy: 'use its number',
  },
  'regex-property': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: '\\p in a regular expression', why: 'neither Espruino nor mquickjs has it',
    remedy: 'name the characters',
  },

  // Timers
  'clear-all-timers': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'clearing a timer without saying which', why: 'Espruino clears all of them, mquickjs the first, be it the loop\'s',
    remedy: 'give the number that setTimeout or setInterval gave',
  },
  'clear-nothing': {
    engines: ['espruino', 'mquickjs'], found: 'both',
    what: 'clearing the timer undefined', why: 'Espruino throws, mquickjs clears the first',
    remedy: 'ask first whether there is one',
  },
  'extra-timer-arguments': {
    engines: ['mquickjs'], found: 'both',
    what: 'arguments after the delay of setTimeout', why: 'mquickjs does not pass them on',
    remedy: 'give a function that has them: () => f(a)',
  },
} as const satisfies Record<string, Fact>

export type FactId = keyof typeof FACTS

/** What no build for a device has, whatever its engine can do: the output is one file in ES5, and nothing waits for it to have run. */
export const LIMITS = {
  'dynamic-import': {
    what: 'import()', why: 'a device is given one file',
    remedy: 'import it at the top of the file',
  },
  'extends-built-in': {
    what: 'a class that extends a built-in', why: 'in ES5 its objects are of the built-in class only, without the methods of yours',
    remedy: "for an error extend RuntimeError of 'ringloop'; for the rest keep the built-in in a field",
  },
  'super-accessor': {
    what: 'a property of super', why: 'in ES5 its getter or setter has the base class\'s prototype for this',
    remedy: 'make it a method, super.read()',
  },
  'top-level-await': {
    what: 'await outside of a function', why: 'a device does not wait for a file to have run',
    remedy: 'put it into async function main() and call run(main())',
  },
} as const satisfies Record<string, Pick<Fact, 'what' | 'why' | 'remedy'>>

export type LimitId = keyof typeof LIMITS
