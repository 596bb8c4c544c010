'use strict';
// class Oops extends Error { constructor() { super('oops'); this.name = 'Oops' } }, as TypeScript lowers it
function Oops() { var self = Error.call(this, 'oops') || this; self.name = 'Oops'; return self }
print(new Oops().name)
// instead
'use strict';
function Oops() { var self = Error.call(this, 'oops') || this; Object.defineProperty(self, 'name', { value: 'Oops' }); return self }
print(new Oops().name)
