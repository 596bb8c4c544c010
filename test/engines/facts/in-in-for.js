var o = { a: 1 }, text = ''
for (var x = ('a' in o) ? 'has' : 'has not', i = 0; i < 1; i++) text += x
print(text)
// instead
var o = { a: 1 }, text = '', x = ('a' in o) ? 'has' : 'has not'
for (var i = 0; i < 1; i++) text += x
print(text)
