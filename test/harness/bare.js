// bare.js: takes from an engine what ES5 lacks, so that the library and programs show whether they need it.

(function (global) {
  'use strict'

  const names = ['Symbol', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Proxy', 'Reflect', 'FinalizationRegistry', 'queueMicrotask']
  names.forEach(function (name) {
    delete global[name]
  })
  const later = { Object: ['assign', 'entries', 'values', 'fromEntries', 'getOwnPropertySymbols', 'is', 'getOwnPropertyDescriptors'], Array: ['from', 'of'] }
  Object.keys(later).forEach(function (name) {
    later[name].forEach(function (method) {
      delete global[name][method]
    })
  })
  ;['find', 'findIndex', 'fill', 'includes', 'flat', 'flatMap', 'keys', 'values', 'entries', 'at', 'copyWithin'].forEach(function (name) {
    delete Array.prototype[name]
  })
  ;['startsWith', 'endsWith', 'includes', 'repeat', 'padStart', 'padEnd', 'codePointAt', 'at'].forEach(function (name) {
    delete String.prototype[name]
  })
})(globalThis)
