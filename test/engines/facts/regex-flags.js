print(/^b/m.test('a\nb'))
// instead
print('a\nb'.split('\n').some(function (line) { return /^b/.test(line) }))
