// timer.js: Moddable's Timer for xst, on its setTimeout. As there, one that does not repeat is gone after its callback.

export default {
  set(callback, ms, repeat = 0) {
    const timer = { callback, repeat }
    this.schedule(timer, ms, repeat)
    return timer
  },
  schedule(timer, ms, repeat = 0) {
    if (timer.gone) throw new Error('this timer is gone')
    if (timer.id !== undefined) clearTimeout(timer.id)
    timer.id = undefined
    timer.repeat = repeat
    timer.parked = ms === undefined
    if (timer.parked) return
    timer.id = setTimeout(() => {
      timer.id = undefined
      timer.callback(timer)
      if (timer.repeat === 0 && !timer.parked) timer.gone = true
    }, ms)
  },
}
