function f() { var x = 'local'; return eval('x') }
print(f())
// instead
var x = 'global'
print((0, eval)('1 + 1'))
