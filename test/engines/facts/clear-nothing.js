if (typeof setTimeout === 'undefined') print('fired')
else {
  setTimeout(function () { print('fired') }, 5)
  try { clearTimeout(undefined) } catch (error) { print('it throws') }
}
// instead
var timer
if (typeof setTimeout === 'undefined') print('fired')
else {
  setTimeout(function () { print('fired') }, 5)
  if (timer !== undefined) clearTimeout(timer)
}
