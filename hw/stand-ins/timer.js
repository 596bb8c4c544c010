// timer.js: Moddable's Timer for xst, on its setTimeout. As there, what is not given is 0, and one that does not repeat is gone after
// its callback.

export default {
  set(callback, ms, repeat = 0) {
    const timer = { callback, repeat }
    this.schedule(timer, ms, repeat)
    return timer
  },
  schedule(timer, ms = 0, repeat = 0) {
    if (timer.gone) throw new Error('this timer is gone')
    if (timer.id !== undefined) clearTimeout(timer.id)
    timer.repeat = repeat
    // xst waits for every timer that is set: one of twelve days is none
    timer.id = ms === 0x3fffffff ? undefined : setTimeout(() => {
      timer.id = undefined
      timer.callback(timer)
      if (timer.repeat === 0) timer.gone = true
    }, ms)
  },
  clear(timer) {
    if (timer.id !== undefined) clearTimeout(timer.id)
    timer.gone = true
  },
}
