print(typeof new Number(1))
// instead
print(typeof Number(1))
