print(/\p{L}/u.test('a'))
// instead
print(/[a-zA-Z]/.test('a'))
