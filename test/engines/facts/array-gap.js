var list = [1]
list[5] = 2
print(list.length)
// instead
var list = new Array(6)
list[5] = 2
print(list.length)
