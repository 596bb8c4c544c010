// bytes.test.ts: the bytes of a program by kind (harness/bytes.ts).

import test from 'ava'
import { bytesOf } from './harness/bytes'

test('bytes: each byte is of one kind', (t) => {
  const code = 'function t(i){throw"text: "+i}var c;(c=t.prototype).method=function(i){return this.n+i},c.n=function(){t(1)};globalThis.all=[t,"method"];'
  t.deepEqual(bytesOf(code), {
    texts: { count: 1, bytes: '"text: "'.length },
    program: { count: 1, bytes: '"method"]'.length },
    methods: { count: 1, bytes: '(c=t.prototype).method=function(){},'.length },
    names: { count: 2, bytes: 'globalThisall'.length },
    functions: { count: 2, bytes: 2 * 'function(){}'.length - 2 },
    keywords: { count: 4, bytes: 'throwvarreturnthis'.length },
    short: { count: 11, bytes: 'ticiniicntt'.length },
    signs: { count: 18, bytes: 20 },
  })
  t.is(Object.values(bytesOf(code)).reduce((sum, { bytes }) => sum + bytes, 0), code.length)
})
