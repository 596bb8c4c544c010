print(/\bfoo/.test('a foo'))
// instead
print(/(^|\s)foo/.test('a foo'))
