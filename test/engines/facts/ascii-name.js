var size = {}
size.größe = 3
print(size.größe)
// instead
var size = {}
size['größe'] = 3
print(size['größe'])
