// blink.mjs: what each runner's test looks at: the blinking program of the README, half a second by half a second.

import { emulate } from 'ringloop/testing'

export async function blinks() {
  const device = await emulate({ entry: 'targets/cli/project/src/blink.ts' })
  device.advance(0)
  const levels = [device.pin('LED1')]
  for (let i = 0; i < 3; i++) {
    device.advance(500)
    levels.push(device.pin('LED1'))
  }
  return levels.join()
}
