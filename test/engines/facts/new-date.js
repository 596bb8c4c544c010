print(new Date(5).getTime())
// instead
print(Date.now() > 5)
