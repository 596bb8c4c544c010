function twice(of) { return of + of }
print(twice(2))
// instead
function twice(n) { return n + n }
print(twice(2))
