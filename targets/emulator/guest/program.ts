// program.ts: where the program's bundle starts. bundle.ts says where 'program' is.

import 'program'
