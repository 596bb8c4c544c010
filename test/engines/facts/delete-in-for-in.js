var o = { a: 1, b: 2, c: 3 }, seen = ''
for (var key in o) { seen += key; delete o[key] }
print(seen)
// instead
var o = { a: 1, b: 2, c: 3 }, seen = ''
Object.keys(o).forEach(function (key) { seen += key; delete o[key] })
print(seen)
