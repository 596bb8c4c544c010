var o = { shown: 1 }, text = ''
Object.defineProperty(o, 'hidden', { value: 1, enumerable: false })
for (var key in o) text += key
print(text)
// instead
var o = { shown: 1 }, text = '', names = ['shown']
Object.defineProperty(o, 'hidden', { value: 1, enumerable: false })
for (var i = 0; i < names.length; i++) text += names[i]
print(text)
