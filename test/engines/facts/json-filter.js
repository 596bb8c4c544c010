print(JSON.parse('[1]', function (key, value) { return typeof value === 'number' ? value + 1 : value })[0])
// instead
print(JSON.parse('[1]').map(function (value) { return typeof value === 'number' ? value + 1 : value })[0])
