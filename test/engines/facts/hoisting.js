print((function () { return f(); function f() { return 1 } })())
// instead
print((function () { function f() { return 1 } return f() })())
