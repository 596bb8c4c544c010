print(/(ab)+c/.test('ababc'))
// instead
print('ababc'.split('ab').join('') === 'c')
