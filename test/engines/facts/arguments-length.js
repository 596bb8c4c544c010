print((function (a, b, c) { return arguments.length })(1))
// instead
print((function (a, b, c) { return b === undefined ? 1 : c === undefined ? 2 : 3 })(1))
