function Box() { this.kept = 'kept'; return 5 }
print(new Box().kept)
// instead
function Box() { this.kept = 'kept' }
print(new Box().kept)
