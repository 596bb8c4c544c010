print(/\u0041/.test('A'))
// instead
print('A'.indexOf('\u0041') >= 0)
