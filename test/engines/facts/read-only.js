var o = {}
Object.defineProperty(o, 'x', { value: 1, writable: false })
try { o.x = 2 } catch (error) { }
print(o.x)
