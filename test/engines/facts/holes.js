// in code that does not run
function f(at) { switch (at) { case 0: return [1, , 2].length; case 1: return 'one' } }
print(f(1))
// instead
function f(at) { switch (at) { case 0: return [1, undefined, 2].length; case 1: return 'one' } }
print(f(1))
