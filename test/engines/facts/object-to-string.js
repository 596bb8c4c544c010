print(Object.prototype.toString.call([1]) === '[object Array]')
// instead
print(Array.isArray([1]))
