// new Box(...list), as TypeScript lowers it
function Box(a) { this.a = a }
print(new (Box.bind.apply(Box, [void 0, 'given']))().a)
// instead
function Box(list) { this.a = list[0] }
print(new Box(['given']).a)
