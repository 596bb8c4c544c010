// minify.mjs: how terser makes small what is flashed: the library (rollup.config.mjs) and programs (emulator/bundle.ts).

/** Short names; those at the top level too, where they are not the script's global. */
export function minify(format) {
  return {
    ecma: 5,
    toplevel: format !== 'iife',
    // hoist_vars, inline: Espruino knows a variable only after its `var` has run, and makes a global of it until then;
    // reduce_funcs: a function moved to its only use is a new closure at each call, in the hot path too
    compress: { hoist_funs: true, hoist_vars: true, inline: 1, reduce_funcs: false },
    // ie8 keeps the names of catch blocks apart, as mquickjs wants them; it makes nothing longer
    mangle: { ie8: true, properties: { regex: /^_[a-z]/ } },
  }
}
