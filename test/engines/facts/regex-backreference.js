print(/(a)b\1/.test('aba'))
// instead
var found = /(.)b(.)/.exec('aba')
print(found[1] === found[2])
