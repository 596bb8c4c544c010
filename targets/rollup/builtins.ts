// builtins.ts: which globals and methods of ES2023, and which that browsers and Node add, an engine lacks.
//
//   owner 'Array'    what Array itself has: Array.from           owner ''   the globals
//   owner 'Array#'   what arrays have: list.includes             'Uint8Array' stands for all typed arrays
// Read from the engines, and compared with them by test/checks.test.ts: each is asked for every name below. A board may have less:
// Espruino leaves out more where flash is short.

import type { Device } from './facts'

const WEB =
  'setImmediate clearImmediate queueMicrotask structuredClone fetch process Buffer require window document navigator TextEncoder ' +
  'TextDecoder URL URLSearchParams AbortController AbortSignal Event EventTarget Blob FormData Headers Request Response crypto atob ' +
  'btoa requestAnimationFrame localStorage XMLHttpRequest WebSocket MessageChannel BroadcastChannel Worker ReadableStream DOMException'

/** WEB, but for some. */
function webBut(...there: string[]): string {
  return WEB.split(' ').filter((name) => !there.includes(name)).join(' ')
}

/** Globals that the SDK's tool (mcpack) brings in where a program mentions them; TypeScript knows them by the typings' mcpack.d.ts. */
export const BROUGHT: Partial<Record<Device, string[]>> = {
  moddable: ['console', 'fetch', 'Headers', 'localStorage', 'structuredClone', 'URL', 'URLSearchParams', 'WebSocket', 'Worker'],
}

export const LACKS: Record<Device, Record<string, string>> = {
  espruino: {
    '':
      'Symbol RangeError EvalError URIError AggregateError Map Set WeakMap WeakSet WeakRef FinalizationRegistry Proxy Reflect BigInt ' +
      'SharedArrayBuffer BigInt64Array BigUint64Array Atomics Intl Iterator encodeURI decodeURI escape unescape performance ' +
      webBut('process', 'require', 'atob', 'btoa'),
    'Object': 'getOwnPropertySymbols hasOwn is preventExtensions seal freeze isExtensible isFrozen isSealed',
    'Object#': 'isPrototypeOf propertyIsEnumerable toLocaleString',
    'Array': 'from of',
    'Array#':
      'at copyWithin findLast findLastIndex lastIndexOf keys entries values flat flatMap reduceRight toLocaleString toReversed toSorted ' +
      'toSpliced with',
    'String': 'fromCodePoint raw',
    'String#':
      'at codePointAt isWellFormed localeCompare matchAll normalize search toWellFormed trimStart trimLeft trimEnd trimRight ' +
      'toLocaleLowerCase toLocaleUpperCase',
    'Number': 'isFinite isInteger isNaN isSafeInteger parseFloat parseInt MAX_SAFE_INTEGER MIN_SAFE_INTEGER EPSILON',
    'Number#': 'toExponential toPrecision toLocaleString',
    'Math': 'acosh asinh atanh cbrt expm1 clz32 cosh fround hypot imul log1p log2 log10 sinh tanh trunc',
    'Date': 'UTC',
    'Date#':
      'toDateString toTimeString toGMTString setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth ' +
      'setUTCSeconds getYear setYear toLocaleString toLocaleDateString toLocaleTimeString',
    'RegExp#': 'dotAll flags global hasIndices ignoreCase multiline sticky unicode compile',
    'Promise': 'allSettled any race',
    'Promise#': 'finally',
    'ArrayBuffer': 'isView',
    'ArrayBuffer#': 'slice',
    'DataView#': 'getBigInt64 setBigInt64 getBigUint64 setBigUint64',
    'Uint8Array': 'BYTES_PER_ELEMENT from of',
    'Uint8Array#':
      'entries keys values at copyWithin findLast findLastIndex lastIndexOf reduceRight toLocaleString toReversed toSorted with',
  },
  mquickjs: {
    '':
      'Symbol AggregateError Map Set WeakMap WeakSet WeakRef FinalizationRegistry Promise Proxy Reflect BigInt SharedArrayBuffer DataView ' +
      'BigInt64Array BigUint64Array Atomics Intl Iterator encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape ' +
      'setInterval clearInterval ' + WEB,
    'Object':
      'assign getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols hasOwn is preventExtensions ' +
      'seal defineProperties freeze isExtensible isFrozen isSealed entries fromEntries values',
    'Object#': 'isPrototypeOf propertyIsEnumerable valueOf toLocaleString',
    'Array': 'from of',
    'Array#':
      'at copyWithin fill find findIndex findLast findLastIndex includes keys entries values flat flatMap toLocaleString toReversed ' +
      'toSorted toSpliced with',
    'String': 'raw',
    'String#':
      'at endsWith includes isWellFormed localeCompare matchAll normalize padEnd padStart substr startsWith toWellFormed trimLeft trimRight ' +
      'toLocaleLowerCase toLocaleUpperCase valueOf',
    'Number': 'isFinite isInteger isNaN isSafeInteger',
    'Number#': 'valueOf toLocaleString',
    'Boolean#': 'valueOf',
    'Math': 'acosh asinh atanh cbrt expm1 cosh hypot log1p sinh tanh',
    'Date': 'parse UTC',
    'RegExp#': 'dotAll global hasIndices ignoreCase multiline sticky unicode compile',
    'ArrayBuffer': 'isView',
    'ArrayBuffer#': 'slice',
    'Uint8Array': 'from of',
    'Uint8Array#':
      'entries keys values at copyWithin every fill filter find findIndex findLast findLastIndex forEach includes indexOf lastIndexOf map ' +
      'reverse reduce reduceRight slice some sort toLocaleString toReversed toSorted with',
  },
  // `qjs` has timers in its module "os" only
  quickjs: { '': 'Intl setTimeout clearTimeout setInterval clearInterval ' + WEB },
  // XS without a host: the SDK adds modules, not globals
  moddable: { '': 'Intl console performance ' + webBut('TextEncoder', 'TextDecoder') },
}

/** What to write instead. A plain method is good for all owners that have no remedy of their own for it. */
const REMEDIES: Record<string, string> = {
  Map: 'use an object, or two arrays',
  Set: 'use an object that has the members as keys, or an array',
  WeakMap: 'keep the value in a field of its object',
  WeakSet: 'keep a flag in a field of the object',
  Symbol: 'use a string as the key',
  Promise: "use async functions, and new Future() of 'ringloop' for what a callback settles",
  'Promise.race': "use wait() of 'ringloop' with FIRST_COMPLETED",
  'Promise.any': "use asCompleted() of 'ringloop'",
  'Promise.allSettled': "use gather() of 'ringloop' with returnExceptions",
  'Promise#finally': 'await it in try/finally',
  RangeError: "use ValueError of 'ringloop', or Error",
  AggregateError: 'use Error',
  Proxy: 'use functions',
  Reflect: 'use the methods of Object, or apply()',
  BigInt: 'use numbers, exact up to 2 ** 53, or two of 32 bits',
  Intl: 'write the text yourself',
  Iterator: 'use arrays or generators',
  DataView: 'put the bytes together with shifts',
  setTimeout: "await sleep(ms) of 'ringloop', or getRunningLoop().callLater(ms, fn)",
  clearTimeout: "use the loop's cancelCallback()",
  setInterval: "loop with await sleep(ms) of 'ringloop'",
  clearInterval: 'cancel the task that loops',
  setImmediate: "use getRunningLoop().callSoon(fn) of 'ringloop'",
  queueMicrotask: "use getRunningLoop().callSoon(fn) of 'ringloop'",
  structuredClone: 'use JSON.parse(JSON.stringify(value)), or copy the fields',
  performance: "use getRunningLoop().time() of 'ringloop'",
  console: 'use trace(text)',
  AbortController: 'cancel the task: task.cancel()',
  AbortSignal: 'cancel the task: task.cancel()',
  Buffer: 'use Uint8Array',
  require: 'import it, so that it becomes part of the bundle',
  encodeURIComponent: 'write out the escapes that you need',
  'Object.assign': 'use { ...a, ...b }',
  'Object.entries': 'use Object.keys(object).map((key) => [key, object[key]])',
  'Object.values': 'use Object.keys(object).map((key) => object[key])',
  'Object.fromEntries': 'fill an object in a loop',
  'Object.freeze': 'use Readonly<T> or as const, which TypeScript checks',
  'Object.is': 'use ===, and x !== x for NaN',
  'Object.hasOwn': 'use object.hasOwnProperty(key)',
  'Object.defineProperties': 'use Object.defineProperty for each',
  'Array.from': 'use [...list], or a loop',
  'Array.of': 'use [a, b]',
  'String.raw': 'write \\\\ for \\',
  'Number.isFinite': 'use isFinite(x)',
  'Number.isNaN': 'use x !== x',
  'Number.isInteger': 'use x % 1 === 0',
  'Number.isSafeInteger': 'use x % 1 === 0 && Math.abs(x) < 2 ** 53',
  'Number.parseInt': 'use parseInt(text, 10)',
  'Number.parseFloat': 'use parseFloat(text)',
  'Number.MAX_SAFE_INTEGER': 'write 9007199254740991',
  'Number.MIN_SAFE_INTEGER': 'write -9007199254740991',
  'Number.EPSILON': 'write 2 ** -52',
  'Math.trunc': 'use x < 0 ? Math.ceil(x) : Math.floor(x), or x | 0 below 2 ** 31',
  'Math.imul': 'multiply the upper and lower 16 bits apart',
  'Math.hypot': 'use Math.sqrt(x * x + y * y)',
  'Math.cbrt': 'use Math.pow(x, 1 / 3)',
  'Math.log2': 'use Math.log(x) / Math.LN2',
  'Math.log10': 'use Math.log(x) / Math.LN10',
  'Date.UTC': 'count the days yourself, or use Date.now()',
  'Uint8Array.from': 'use new Uint8Array(list)',
  'Uint8Array.of': 'use new Uint8Array([a, b])',
  'Array#lastIndexOf': 'loop from the end',
  'Array#reduceRight': 'use slice().reverse().reduce()',
  'Array#flat': 'use [].concat.apply([], lists)',
  'Array#flatMap': 'use map(), then [].concat.apply([], lists)',
  'Array#find': 'use filter(test)[0]',
  'String#search': 'use exec() of the regular expression, and its index',
  'String#codePointAt': 'use charCodeAt()',
  'String#substr': 'use slice()',
  'String#startsWith': 'use text.slice(0, start.length) === start',
  'String#endsWith': 'use text.slice(-end.length) === end',
  'String#padStart': 'add the characters in a loop',
  'String#padEnd': 'add the characters in a loop',
  'String#trimStart': "use replace(/^\\s+/, '')",
  'String#trimEnd': "use replace(/\\s+$/, '')",
  'String#matchAll': 'loop with exec()',
  'String#localeCompare': 'use a < b ? -1 : a > b ? 1 : 0',
  '#at': 'use list[list.length - 1] for the last, list[i] for others',
  '#includes': 'use indexOf(x) >= 0',
  '#findIndex': 'use a loop',
  '#fill': 'assign in a loop',
  '#keys': 'count in a loop',
  '#values': 'loop over the list',
  '#entries': 'use forEach((value, i) => ...)',
  '#toReversed': 'use slice().reverse()',
  '#toSorted': 'use slice().sort()',
  '#toLocaleString': 'use String(value)',
  '#slice': 'use subarray(), or copy in a loop',
  '#toPrecision': 'use toFixed()',
  '#toExponential': 'use String(value)',
  '#isPrototypeOf': 'use instanceof',
}

/** `owner` and `name` as programs write it: `Map`, `Array.from`, `Array.prototype.at`. */
export function wordOf(owner: string, name: string): string {
  if (owner === '') return name
  return owner.endsWith('#') ? `${owner.slice(0, -1)}.prototype.${name}` : `${owner}.${name}`
}

export function remedyOf(owner: string, name: string): string {
  const own = owner === '' ? name : owner.endsWith('#') ? `${owner}${name}` : `${owner}.${name}`
  if (Object.hasOwn(REMEDIES, own)) return REMEDIES[own] as string
  if (owner.endsWith('#') && Object.hasOwn(REMEDIES, `#${name}`)) return REMEDIES[`#${name}`] as string
  if (owner === '' && WEB.split(' ').includes(name)) return 'use what the device offers; if it has it after all, ask typeof first'
  return owner.endsWith('#') ? 'use a loop' : 'do without it, or ask typeof first'
}
