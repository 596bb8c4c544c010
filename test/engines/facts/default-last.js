switch (2) { default: print('other'); break; case 2: print('two') }
// instead
switch (2) { case 2: print('two'); break; default: print('other') }
