var calls = 0
var o = { get a() { calls++; return 1 } }
o.a;
print(calls)
// instead
var calls = 0
var o = { get a() { calls++; return 1 } }
print(o.a && calls)
