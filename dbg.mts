import { bundle } from './targets/emulator/bundle'
try { await bundle({entry: 'test/programs/ticks.ts'}) ; console.log('ok') } catch (e) { console.log(e.id, e.message, JSON.stringify(e.loc), e.frame, e.pos, e.hook) }
