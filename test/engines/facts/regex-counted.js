print(/^a{2,3}$/.test('aaa'))
// instead
print(/^aa$|^aaa$/.test('aaa'))
