import test from 'ava'
import { blinks } from './blink.mjs'

test('the LED blinks', async (t) => {
  t.is(await blinks(), '1,0,1,0')
})
