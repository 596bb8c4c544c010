print(Object.keys({ b: 1, 1: 2 }).join())
// instead
print(Object.keys({ b: 1, 1: 2 }).sort().join())
