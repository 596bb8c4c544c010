import { target } from 'ringloop/rollup'

export default [
  target('espruino', 'src/blink.ts'),
  target('quickjs', 'src/blink.ts'),
]
