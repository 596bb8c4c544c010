var x = 'outer'
function f(skip) { if (!skip) { var x = 1 } return x }
print(f(true))
// instead
var x = 'outer'
function f(skip) { var x; if (!skip) x = 1; return x }
print(f(true))
