var n = 0
switch (0) { case 0: print('zero'); break; case 1: do n++; while (n < 1); print('one') }
print(n)
// instead
var n = 0
switch (0) { case 0: print('zero'); break; case 1: while (n < 1) n++; print('one') }
print(n)
