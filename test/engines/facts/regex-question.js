print(/colou?r/.test('color'), '<a><b>'.replace(/<.+?>/, 'X'), /(?:a)b/.test('ab'), /a(?=b)/.test('ab'))
// instead
print(/color|colour/.test('color'), '<a><b>'.replace(/<[^>]+>/, 'X'), /(a)b/.test('ab'), /ab/.test('ab'))
