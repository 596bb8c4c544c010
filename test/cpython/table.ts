// table.ts: every case of CPython's own tests of asyncio's tasks, and which of ours show the same fact.
//
// names.json has the names, as record.py found them in the source; the table has one entry for each (reasons.ts).

import { context, decimalContext } from './context'
import { futures, futures2 } from './futures'
import { baseEvents, events } from './loop'
import { queues } from './queues'
import type { FileTable } from './reasons'
import { pep492, runners, taskGroups, timeouts } from './run'
import { tasks } from './tasks'
import { waitFor } from './waitFor'

export const table: Record<string, FileTable> = {
  'test_asyncio/test_tasks.py': tasks,
  'test_asyncio/test_futures.py': futures,
  'test_asyncio/test_futures2.py': futures2,
  'test_asyncio/test_queues.py': queues,
  'test_asyncio/test_waitfor.py': waitFor,
  'test_asyncio/test_context.py': decimalContext,
  'test_context.py': context,
  'test_asyncio/test_base_events.py': baseEvents,
  'test_asyncio/test_events.py': events,
  'test_asyncio/test_runners.py': runners,
  'test_asyncio/test_pep492.py': pep492,
  'test_asyncio/test_timeouts.py': timeouts,
  'test_asyncio/test_taskgroups.py': taskGroups
}
