function f(x) {
  if (x) {
    function g() { return x }
    print(g())
  }
}
f(1)
// instead
function f(x) {
  if (x) {
    var g = function () { return x }
    print(g())
  }
}
f(1)
