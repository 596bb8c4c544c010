var x = 1
function f() { x = 10; return 1 }
x += f()
print(x)
// instead
var x = 1
function f() { x = 10; return 1 }
var more = f()
x += more
print(x)
// the language reads x first, this reads it last: engines agree now
