// context.ts: test_context.py, and test_asyncio/test_context.py.

import { HAMT, POSITIONAL, REPR, Reason, THREADS } from './reasons'
import type { FileTable } from './reasons'

const SUBCLASSES = new Reason('classes that refuse to be inherited from: JavaScript has none')

export const context: FileTable = {
  ContextTest: {
    test_context_var_new_1: ['bad input: context variables and contexts', 'context: a variable without a value gives the fallback, the default, or an error'],
    test_context_var_repr_1: REPR,
    test_context_subclassing_1: SUBCLASSES,
    test_context_new_1: POSITIONAL,
    test_context_typerrors_1: ['context: a Context is asked for a variable, not for its name'],
    test_context_get_context_1: ['context: a copy and its original go separate ways', 'context_run'],
    test_context_run_1: ['bad input: context variables and contexts'],
    test_context_run_2: ['context: Context.run gives the result, and keeps what was set', 'context_run'],
    test_context_run_3: ['context: Context.run hands errors on, and can be run again', 'context_run_raises'],
    test_context_run_4: ['context: run in another one, the first is back afterwards, and neither sees the other'],
    test_context_run_5: ['context: Context.run hands errors on, and can be run again', 'context_run_raises'],
    test_context_run_6: ['context: a default is not in a Context; a value that was set is, until it is reset'],
    test_context_run_7: ['context: Context.run in itself is refused, in a copy it is not', 'context_run_again_inside'],
    test_context_getset_1: [
      'context: reset takes back one set, whatever was set in between',
      'context: a token is used once, for its variable, in its context',
      'context: keys, values and items list what is set, a new Context nothing',
      'context_reset'
    ],
    test_context_getset_2: ['context: a token is used once, for its variable, in its context', 'context_reset_refused'],
    test_context_getset_3: ['context: a default is not in a Context; a value that was set is, until it is reset', 'context_default'],
    test_context_getset_4: ['context: a token of another context is refused, outside of any task too', 'context_reset_refused'],
    test_context_getset_5: ['context: a copy has the very values, not copies of them'],
    test_context_copy_1: ['context: a copy made within stays as it is when the first goes on, and the other way round'],
    test_context_threads_1: THREADS
  },
  HamtTest: { '*': HAMT }
}

export const decimalContext: FileTable = {
  DecimalContextTest: { '*': new Reason('the decimal module\'s own context variable') }
}
