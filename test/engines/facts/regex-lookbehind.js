print('a1b2'.replace(/(?<=b)\d/, 'X'))
// instead
print('a1b2'.replace(/(b)\d/, '$1X'))
