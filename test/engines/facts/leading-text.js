function f(label, mode) {
  switch (label) { case 1: 'fast' === mode && print('first in a case') }
  if (label > 1) { print('skipped') }
  'fast' === mode && print('behind a block')
}
f(1, 'fast')
// instead
function f(label, mode) {
  switch (label) { case 1: mode === 'fast' && print('first in a case') }
  if (label > 1) { print('skipped') }
  mode === 'fast' && print('behind a block')
}
f(1, 'fast')
