import { expect, test } from 'vitest'
import { blinks } from './blink.mjs'

test('the LED blinks', { timeout: 60_000 }, async () => {
  expect(await blinks()).toBe('1,0,1,0')
})
