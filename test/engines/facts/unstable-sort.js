var list = []
for (var i = 0; i < 40; i++) list.push({ key: i % 2, at: i })
list.sort(function (a, b) { return a.key - b.key })
print(list.map(function (one) { return one.at }).join())
// instead
var list = []
for (var i = 0; i < 40; i++) list.push({ key: i % 2, at: i })
list.sort(function (a, b) { return a.key - b.key || a.at - b.at })
print(list.map(function (one) { return one.at }).join())
