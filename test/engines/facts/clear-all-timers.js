if (typeof setTimeout === 'undefined') print('still there')
else {
  setTimeout(function () { print('still there') }, 5)
  try { clearTimeout() } catch (error) { }
}
// instead
if (typeof setTimeout === 'undefined') print('still there')
else {
  var other = setTimeout(function () { print('fired') }, 5)
  setTimeout(function () { print('still there') }, 5)
  clearTimeout(other)
}
