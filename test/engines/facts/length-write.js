var list = [1, 2, 3]
list.length = 1
print(list.join())
// instead
var list = [1, 2, 3]
list.splice(1, list.length)
print(list.join())
