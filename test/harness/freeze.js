// freeze.js: what Moddable's linker does to a preloaded library, for an engine that does not: built-ins, and the library's
// classes, functions and prototypes, become read-only. Plain objects and arrays at module level stay as they are (XS copies
// them to RAM when they change). From then on, assigning a name that a frozen prototype has throws, too.
/* global ringloop */

(function (global) {
  'use strict'

  function freeze(value) {
    if (typeof value !== 'function') return
    if (value.prototype) Object.freeze(value.prototype)
    Object.freeze(value)
  }

  Object.keys(ringloop).forEach(function (name) {
    freeze(ringloop[name])
  })
  // base classes that are not exported
  ;[ringloop.Loop, ringloop.Queue, ringloop.sleep(1).constructor].forEach(function (made) {
    for (let at = made.prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) Object.freeze(at)
  })
  Object.getOwnPropertyNames(global).forEach(function (name) {
    if (name !== 'ringloop') freeze(global[name])
  })
  const generator = Object.getPrototypeOf(function* () {})
  ;[Object.prototype, Function.prototype, generator, generator.prototype].forEach(Object.freeze)
})(globalThis)
