print(1 / -0 < 0)
// instead
var size = 0, isNegative = true
print(isNegative ? -(1 / size) < 0 : 1 / size < 0)
