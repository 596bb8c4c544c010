print(Array.prototype.slice.call([1, 2, 3], 1).join())
// instead
print([].slice.call([1, 2, 3], 1).join())
