// guest.js: what a program finds in the engine it runs in, and how it is run there. A plain ES5 script for every engine.
//
// Globals: `language`, which a program imports its helpers from and the host runs it by, and `programs`, what was compiled.
//   L1  what V8's promises do natively (native.ts), ringloop's futures and coroutines do here
//   L2  programs run one after the other, so only the order of what one program does is seen
//   L3  a program that has not ended after MAX_TURNS turns hangs, one that logs more than MAX_LINES is thrown out

var programs = {};

var language = (function () {
  var MAX_TURNS = 5000;
  var MAX_LINES = 2000;
  var lines = [];

  // A value as a text that is the same in every engine: messages of the engine's own errors are left out.
  var show = function (value, depth) {
    var i, parts, text, type = typeof value;
    depth = depth || 0;
    if (type === 'string') return '"' + value + '"';
    if (type === 'function') return 'function';
    if (type !== 'object' || value === null) return String(value);
    // Espruino knows few of these, and says it in a field
    if (typeof TypeError === 'function' && value instanceof TypeError || value.type === 'TypeError') return 'TypeError';
    if (typeof ReferenceError === 'function' && value instanceof ReferenceError || value.type === 'ReferenceError') return 'ReferenceError';
    if (typeof RangeError === 'function' && value instanceof RangeError) return 'RangeError';
    if (value instanceof Error) return 'Error(' + value.message + ')';
    if (depth > 3) return '...';
    parts = [];
    if (value instanceof Array) {
      for (i = 0; i < value.length; i++) parts.push(show(value[i], depth + 1));
      return '[' + parts.join(', ') + ']';
    }
    var keys = Object.keys(value).sort();
    for (i = 0; i < keys.length; i++) {
      text = keys[i] + ': ' + show(value[keys[i]], depth + 1);
      parts.push(text);
    }
    return '{' + parts.join(', ') + '}';
  };

  // Logs its arguments, gives the first.
  var log = function (first) {
    var i, parts = [];
    if (lines.length >= MAX_LINES) throw new Error('it logs without end');
    for (i = 0; i < arguments.length; i++) parts.push(show(arguments[i]));
    lines.push(parts.join(' '));
    return first;
  };

  // Waits a turn, then throws: a coroutine that is not the library's. Its then() tells that it stands for a promise.
  var Failing = function (error) {
    this.error = error;
    this.waited = false;
  };
  Failing.prototype.next = function () {
    if (this.waited) throw this.error;
    this.waited = true;
    return { done: false, value: undefined };
  };
  Failing.prototype['throw'] = function (error) {
    throw error;
  };
  Failing.prototype['return'] = function (value) {
    return { done: true, value: value };
  };
  Failing.prototype.then = function (onDone, onError) {
    return ringloop.createTask(this).then(onDone, onError);
  };

  var settle = function (pair) {
    pair[0].setResult(pair[1]);
  };

  // Runs programs as tasks, one after the other: a coroutine that looks at each turn whether the task is done.
  var Main = function (names, ended) {
    this.names = names;
    this.ended = ended;
    this.index = 0;
    this.turns = 0;
    this.task = null;
  };
  Main.prototype.next = function () {
    var name = this.names[this.index];
    if (this.task === null) {
      if (this.index === this.names.length) return { done: true, value: undefined };
      lines = [];
      this.turns = 0;
      try {
        this.task = ringloop.createTask(programs[name]());
      } catch (error) {
        lines.push('not started: ' + error.message);
        this.end();
      }
    } else if (this.task.done()) {
      var failure = this.task.exception();
      if (failure === null) lines.push('gives ' + show(this.task.result()));
      else lines.push('throws ' + show(failure));
      this.end();
    } else if (++this.turns > MAX_TURNS) {
      lines.push('hangs');
      this.task.cancel();
      this.end();
    }
    return { done: false, value: undefined };
  };
  Main.prototype.end = function () {
    var name = this.names[this.index++];
    this.task = null;
    this.ended(name, lines);
  };
  Main.prototype['throw'] = function (error) {
    throw error;
  };
  Main.prototype['return'] = function (value) {
    return { done: true, value: value };
  };

  return {
    log: log,
    // waits a turn, gives x
    tick: function (x) {
      return ringloop.sleep(0, x);
    },
    // waits for a future
    later: function (x) {
      var loop = ringloop.getRunningLoop();
      var future = loop.createFuture();
      loop.callSoon(settle, [future, x]);
      return future;
    },
    // a future that is there already
    done: function (x) {
      var future = ringloop.getRunningLoop().createFuture();
      future.setResult(x);
      return future;
    },
    // no awaitable at all
    now: function (x) {
      return x;
    },
    // waits a turn, throws x
    fail: function (x) {
      return new Failing(x);
    },
    // a future that has failed already
    failed: function (x) {
      var future = ringloop.getRunningLoop().createFuture();
      future.setException(x);
      return future;
    },
    show: show,
    // starts a trace of its own, for native.ts
    begin: function () {
      lines = [];
      return lines;
    },
    // Runs these programs; calls ended(name, lines) after each, and over() at last. On a port that can block all is done then.
    run: function (names, ended, over) {
      var task = ringloop.run(new Main(names, ended));
      if (over !== undefined) {
        if (task.done()) over();
        else task.addDoneCallback(over);
      }
    },
    // Runs one program on a port that can block, gives its trace as JSON.
    trace: function (name) {
      var trace;
      language.run([name], function (_name, all) {
        trace = all;
      });
      return JSON.stringify(trace);
    }
  };
})();
