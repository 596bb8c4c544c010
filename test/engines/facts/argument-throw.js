function usage() { try { process.memory(); return process.memory().usage } catch (error) { return 0 } }
function fail() { throw 1 }
function once() {
  function take(x) { return x }
  try { take(fail()) } catch (error) {}
}
once()
var before = usage()
for (var i = 0; i < 5; i++) once()
print(usage() > before + 9 ? 'grows' : 'stays')
// instead
function usage() { try { process.memory(); return process.memory().usage } catch (error) { return 0 } }
function fail() { throw 1 }
function once() {
  function take(x) { return x }
  try { var x = fail(); if (x) take(x) } catch (error) {}
}
once()
var before = usage()
for (var i = 0; i < 5; i++) once()
print(usage() > before + 9 ? 'grows' : 'stays')
