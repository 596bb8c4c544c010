print(Object.create({}, { a: { value: 'made' } }).a)
// instead
var o = Object.create({})
Object.defineProperty(o, 'a', { value: 'made' })
print(o.a)
