import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { blinks } from './blink.mjs'

test('the LED blinks', async () => {
  equal(await blinks(), '1,0,1,0')
})
