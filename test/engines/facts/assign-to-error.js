function Oops() { this.message = 'oops' }
Oops.prototype = Object.create(Error.prototype)
print(new Oops().message)
// instead
function Oops() { var error = new Error('oops'); Object.setPrototypeOf(error, Oops.prototype); return error }
Oops.prototype = Object.create(Error.prototype)
print(new Oops().message, new Oops() instanceof Oops)
