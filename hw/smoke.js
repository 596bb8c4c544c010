// smoke.js: does ringloop work on this very board? Load the script dist/<engine>/ringloop.js (or ringloop.iife.min.js) before
// this file, or have the module in Storage as "ringloop". It takes a second, prints `ok` and `not ok` lines, and at the end
// `N passed, N failed`. Plain ES5: nothing is compiled, so what fails here is the engine, the port or the library.
/* global ringloop, require, console */

(function () {
  var r = typeof ringloop === 'object' ? ringloop : require('ringloop')
  var loop = r.newEventLoop()
  var passed = 0
  var failed = 0

  function check(name, ok, found) {
    if (ok) passed = passed + 1
    else failed = failed + 1
    console.log((ok ? 'ok ' : 'not ok ') + name + ' (' + found + ')')
  }

  /** A coroutine made by hand: `steps` are called one after the other; each gives what to wait for. */
  function coroutine(steps, onError) {
    var at = 0
    return {
      next: function (value) {
        if (at === steps.length) return { done: true, value: value }
        at = at + 1
        return steps[at - 1](value).next()
      },
      throw: function (error) {
        at = steps.length
        if (onError) onError(error)
        throw error
      },
      return: function (value) {
        return { done: true, value: value }
      }
    }
  }

  function end() {
    var stats = loop.stats()
    check('nothing is left', stats.tasks === 0 && stats.timers.used === 0 && stats.ready.used <= 1, JSON.stringify(stats))
    loop.stop()
    console.log(passed + ' passed, ' + failed + ' failed')
  }

  // a timer is never early, and equal deadlines keep their order
  var start = loop.time()
  var order = ''
  loop.callLater(100, function () {
    var late = loop.time() - start - 100
    order = order + 'a'
    check('a timer of 100 ms is not early', late >= 0, 'late by ' + late + ' ms')
    check('nor later than 50 ms', late < 50, 'late by ' + late + ' ms')
  })
  loop.callLater(100, function () {
    check('equal deadlines fire in the order they were set', order === 'a', order)
  })

  // an event of the host wakes a task that waits
  var event = loop.createFuture()
  var heard
  loop.createTask(coroutine([function () { return event }, function (value) { heard = value; return r.sleep(0) }]))
  loop.callLater(200, function () { event.setResult('heard') })
  loop.callLater(250, function () { check('a result wakes the task that waits for it', heard === 'heard', heard) })

  // cancelling
  var cleaned = ''
  var sleeper = loop.createTask(coroutine([function () { return r.sleep(60000) }], function (error) { cleaned = error.message }))
  loop.callLater(300, function () { sleeper.cancel('enough') })
  loop.callLater(350, function () {
    check('a cancelled task cleans up and ends', cleaned === 'enough' && sleeper.cancelled(), cleaned)
  })

  // a full loop says so and goes on
  var timers = []
  var refusal = 'none'
  loop.callLater(400, function () {
    try {
      for (;;) timers.push(loop.callLater(1000, end))
    } catch (error) {
      refusal = error.message
    }
    for (var i = 0; i < timers.length; i++) loop.cancelCallback(timers[i])
    check('a full heap is refused by name', refusal.indexOf('timer heap full') > 0, refusal)
    loop.callLater(50, end)
  })

  loop.runForever()
})()
