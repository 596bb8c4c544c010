function deep(n) { return 1 + deep(n + 1) }
try { deep(0) } catch (error) { print('caught') }
print('goes on')
