if (typeof setTimeout === 'undefined') print('given')
else setTimeout(function (a) { print(a) }, 1, 'given')
// instead
function show(a) { print(a) }
if (typeof setTimeout === 'undefined') print('given')
else setTimeout(function () { show('given') }, 1)
