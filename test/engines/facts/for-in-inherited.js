var text = ''
for (var key in Object.create({ inherited: 1 })) text += key
print(text)
// instead
print(Object.keys(Object.create({ inherited: 1 })).join())
