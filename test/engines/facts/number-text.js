print(String(0.1 + 0.2))
// instead
print((0.1 + 0.2).toFixed(2))
