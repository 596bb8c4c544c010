// device.ts: where the bundle around the program starts: the board first, then the mocks. bundle.ts says where 'mocks' is.

import './board'
import 'mocks'
