print('a,b,c'.split(',', 2).length)
// instead
print('a,b,c'.split(',').slice(0, 2).length)
