// blink.test.mjs: the program in the emulator, as it is flashed; time passes when the test says so.

import assert from 'node:assert/strict'
import test from 'node:test'
import { emulate } from 'ringloop/testing'

test('blink: the LED changes every half second', async () => {
  const device = await emulate({ entry: 'src/blink.ts', target: 'espruino' })
  for (const level of [1, 0, 1, 0]) {
    device.advance(0)
    assert.equal(device.pin('LED1'), level)
    device.advance(499)
    assert.equal(device.pin('LED1'), level)
    device.advance(1)
  }
})
