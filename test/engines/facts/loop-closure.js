var list = [], text = ''
for (let i = 0; i < 3; i++) list.push(function () { return i })
list.forEach(function (f) { text += f() })
print(text)
// instead
var list = [], text = ''
function make(i) { list.push(function () { return i }) }
for (var i = 0; i < 3; i++) make(i)
list.forEach(function (f) { text += f() })
print(text)
